/**
 * The engine of the client: it gets requests answered by the nodes that can, and knows nothing of
 * types, codecs or Vert.x. Everything it does is decided on the interfaces of {@code
 * io.atoll.client.transport}, so tests run it in virtual time against nodes that fail on command.
 *
 * <p>Invariants: a listener is called exactly once, no later than a tick after its timeout; a write
 * that is not repeatable is never sent again when an earlier attempt may have had an effect;
 * requests in flight, their bytes, their repeats and hedges are bounded; nothing is shared between
 * loops but the immutable view, one counter and an inbox each. What can fail is a {@link
 * io.atoll.client.engine.CallFailure}, or an {@link io.atoll.client.engine.OpenFailedException}.
 *
 * <p>Reading order: {@link io.atoll.client.engine.Engine}, {@link
 * io.atoll.client.engine.CallTerms}, {@link io.atoll.client.engine.CallFailure}, {@link
 * io.atoll.client.engine.EngineSettings}, {@link io.atoll.client.engine.ClientEngine}; then, of one
 * loop: {@code Turn} and {@code Inbox}, {@code LoopEngine}, {@code Dispatcher} (with {@code Call},
 * {@code Attempt}, {@code Router}, {@code TickWheel}, {@code BatchAccumulator}), {@code NodeLinks}
 * and {@code NodeLink}, {@code Channel} (with {@code Handshake}, {@code InFlight}), {@code
 * ViewFollower} and {@code Bootstrap}.
 */
package io.atoll.client.engine;
