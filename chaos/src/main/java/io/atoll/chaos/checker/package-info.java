/**
 * What must be true after any run: one promise, one checker, judged on evidence and on nothing
 * else.
 */
package io.atoll.chaos.checker;
