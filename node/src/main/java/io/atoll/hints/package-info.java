/**
 * Hinted handoff: what a node notes of writes that other replicas lack, and how it brings them what
 * they missed. A hint names a key and holds no value: its holder is a replica itself, and sends the
 * newest state that it has. The package is values, account and state machine; who drives it gives
 * it a store, links and time.
 *
 * <p>A hint is forgotten only when its target has the state on disk, and only if nothing was missed
 * anew since that state was read: each further miss gives the hint another stamp. Hints are bounded
 * ({@link io.atoll.hints.HintBounds}); what does not fit makes the arc of its key dirty ({@link
 * io.atoll.hints.DirtyArc}), of which all keys are then brought. No client's write ever waits for a
 * hint, or fails because of one.
 *
 * <p>Reading order: {@link io.atoll.hints.Hint}, {@code FORMAT.md}, {@link
 * io.atoll.hints.HintAccount}, {@link io.atoll.hints.Delivery} (when what is sent), {@link
 * io.atoll.hints.Pace} (how much), {@link io.atoll.hints.HintsProtocol}.
 */
package io.atoll.hints;
