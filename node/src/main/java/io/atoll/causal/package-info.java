/**
 * Causality as pure values: who wrote, what was seen, and which values of a key nobody has
 * superseded. Every value here is immutable and may be shared between threads ({@link
 * io.atoll.causal.HybridClock} alone is a single-threaded owner of state). Invariants: one dot
 * names one version, forever; a state's vector covers the dots of its versions; vectors and
 * versions are sorted, so that equal states are equal bytes. What can fail: reading bytes, with
 * {@link io.atoll.bytes.MalformedBytesException}, and opening what a client brings, with {@link
 * io.atoll.causal.MalformedContextException}, and nothing else.
 *
 * <p>A node that forgets the state of a key (a collected tombstone) forgets its counters too. That
 * is safe only when no replica, hint or message holds an older state of it; otherwise the old
 * vector swallows the new writes, whose counters begin again at 1.
 *
 * <p>Reading order: {@link io.atoll.causal.Actor}, {@link io.atoll.causal.Dot}, {@link
 * io.atoll.causal.VersionVector}, {@link io.atoll.causal.CausalContext}, {@link
 * io.atoll.causal.ContextSeal}, {@link io.atoll.causal.Siblings}, {@link
 * io.atoll.causal.HybridClock}; for the bytes {@code FORMAT.md}, {@code VectorFormat}, {@code
 * SiblingsFormat}, {@code ContextFormat}, {@link io.atoll.causal.EncodedSiblings}. Imports the JDK
 * and {@code bytes} only.
 */
package io.atoll.causal;
