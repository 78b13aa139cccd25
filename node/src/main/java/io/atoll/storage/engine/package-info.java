/**
 * Opens, closes and copies a data directory as a whole, and gives each shard its place.
 *
 * <p>Reading order: {@link io.atoll.storage.engine.LsmEngine}, {@code EngineOpening}, {@code
 * DataDirectory} (identity and generation), {@code EngineSnapshot}.
 */
package io.atoll.storage.engine;
