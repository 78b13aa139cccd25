/**
 * The client of Atoll: typed, asynchronous access to the keyspaces of a cluster. Everything here is
 * thread-safe but the builder; nothing blocks.
 *
 * <p>Invariants: a stage is completed exactly once, with a result, one {@link
 * io.atoll.client.failure.AtollException}, or what a function of the application threw; what a
 * function throws harms no other request; a session never forgets what it was answered.
 *
 * <p>Reading order, for users: {@link io.atoll.client.AtollClient}, {@link
 * io.atoll.client.AtollClientBuilder}, {@link io.atoll.client.Keyspace}, {@link
 * io.atoll.client.Entry}, {@link io.atoll.client.Session}, {@link io.atoll.client.Resolver}. For
 * those who change it: {@code Binding} (types), {@code Dispatch} (from requests on bytes to the
 * engine and back), {@code Reads}, {@code Writes}, {@code Updates}, {@code FORMAT.md} (sessions).
 */
package io.atoll.client;
