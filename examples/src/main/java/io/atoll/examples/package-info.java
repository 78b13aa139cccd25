/**
 * Programs to learn from. Each has a {@code main} and runs against {@code atoll dev}.
 *
 * <p>Reading order: {@link io.atoll.examples.ShoppingCart}.
 */
package io.atoll.examples;
