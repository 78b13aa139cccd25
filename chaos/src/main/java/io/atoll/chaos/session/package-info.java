/**
 * What clients do through the client library in a simulated run, and what they must see: sessions
 * that move from client to client, each with a model of what it has been shown that owes nothing to
 * the contexts which the library carries.
 *
 * <p>Invariant: the model learns of a write by the values that a read showed and, for deletes,
 * which show nothing, by the events that replicas made.
 *
 * <p>Reading order: {@link io.atoll.chaos.session.Marks}, {@link
 * io.atoll.chaos.session.SessionHistory}, {@link io.atoll.chaos.session.NotingEngine}, {@link
 * io.atoll.chaos.session.ClientProcess}, {@link io.atoll.chaos.session.Witness}, {@link
 * io.atoll.chaos.session.SessionUser}.
 */
package io.atoll.chaos.session;
