package io.atoll.client;

import io.atoll.client.failure.AtollException;
import io.atoll.client.failure.ContextNotReached;
import io.atoll.client.failure.UnresolvedSiblings;
import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/**
 * Typed access to one keyspace. Immutable and thread-safe, and cheap: make as many as there are
 * ways of using it. {@code with…} and {@code in} return altered copies.
 *
 * <p><b>Stages.</b> Every request returns a stage at once and never blocks. A stage fails with an
 * {@link AtollException}, unwrapped; what is chained to it gets that in a {@link
 * java.util.concurrent.CompletionException}, as always in Java. Stages are completed, and codecs
 * and resolvers called, on the client's event loop, or on the executor that the client was built
 * with: on the loop, do nothing that blocks or takes long. To wait for another stage there ({@code
 * join}, {@code get}) would be to wait for ever and is refused by an {@link IllegalStateException}:
 * chain instead.
 *
 * <p><b>Siblings.</b> A put replaces what its context stands for and nothing else. One without a
 * context is blind: what others have written stays beside it, and the next read finds both as
 * siblings. (Not so in a keyspace where the last writer wins: there a key has one value.) So to
 * change a value, {@link #update} it, or read it and put with {@code
 * WriteOptions.replacing(entry.context())}, or do both inside a {@link Session}. A {@link Resolver}
 * merges what became siblings all the same.
 *
 * <p><b>Batches</b> may be of any size: they take up half of what the client may have in flight at
 * most, and their further keys wait for their turn, with which the timeout of each begins. While
 * that lasts, what nodes are too busy for is tried again. Values become bytes when it is their
 * turn: leave them as they are until the stage ends.
 *
 * <p><b>Options</b> given with a request replace all of the keyspace's.
 *
 * @param <K> keys
 * @param <V> values
 */
public final class Keyspace<K, V> {
  private final Binding<K, V> binding;
  private final Reads<K, V> reads;
  private final Writes<K, V> writes;
  private final Updates<K, V> updates;

  Keyspace(Binding<K, V> binding) {
    this.binding = binding;
    Dispatch dispatch = new Dispatch(binding);
    this.reads = new Reads<>(binding, dispatch);
    this.writes = new Writes<>(binding, dispatch);
    this.updates = new Updates<>(binding, dispatch);
  }

  /** Its name. */
  public String name() {
    return binding.keyspace();
  }

  byte[] keyBytes(K key) {
    return binding.keyBytes(key);
  }

  /**
   * Reads a key.
   *
   * @return what is there, or that nothing is; a key without a value is no failure
   */
  public CompletionStage<Entry<V>> get(K key) {
    return get(key, binding.reads());
  }

  /**
   * Reads a key.
   *
   * @param options a minimal context among them makes the read see no less, or fail with {@link
   *     ContextNotReached}
   */
  public CompletionStage<Entry<V>> get(K key, ReadOptions options) {
    return reads.get(key, options);
  }

  /**
   * Reads keys together, as many as there are; see <b>Batches</b>. The stage does not fail: see
   * each key in its result.
   */
  public CompletionStage<BatchResult<K, Entry<V>>> getAll(Collection<? extends K> keys) {
    return getAll(keys, binding.reads());
  }

  /** Reads keys together. The stage does not fail: see each key in its result. */
  public CompletionStage<BatchResult<K, Entry<V>>> getAll(
      Collection<? extends K> keys, ReadOptions options) {
    return reads.getAll(keys, options);
  }

  /**
   * Writes a value; blind, unless in a session.
   *
   * @return completes when as many replicas as the level asks for have it on disk. Where it fails
   *     with {@link AtollException#mayHaveTakenEffect}, nobody knows: read before writing again
   */
  public CompletionStage<Written> put(K key, V value) {
    return put(key, value, binding.writes());
  }

  /**
   * Writes a value.
   *
   * @param options what the value replaces among them: {@code
   *     WriteOptions.replacing(entry.context())}
   */
  public CompletionStage<Written> put(K key, V value, WriteOptions options) {
    return writes.put(key, value, options);
  }

  /** Writes values together. The stage does not fail: see each key in its result. */
  public CompletionStage<BatchResult<K, Written>> putAll(Map<? extends K, ? extends V> entries) {
    return putAll(entries, binding.writes());
  }

  /** Writes values together. The stage does not fail: see each key in its result. */
  public CompletionStage<BatchResult<K, Written>> putAll(
      Map<? extends K, ? extends V> entries, WriteOptions options) {
    return writes.putAll(entries, options);
  }

  /**
   * Deletes a key: a write of no value, which removes what its context stands for. Blind, so of
   * nothing in a keyspace with siblings, unless in a session: {@link #update} to {@code
   * Optional.empty()} deletes whatever is there.
   */
  public CompletionStage<Written> delete(K key) {
    return delete(key, binding.writes());
  }

  /** Deletes what the context of the options stands for. */
  public CompletionStage<Written> delete(K key, WriteOptions options) {
    return writes.delete(key, options);
  }

  /** Deletes keys together. The stage does not fail: see each key in its result. */
  public CompletionStage<BatchResult<K, Written>> deleteAll(Collection<? extends K> keys) {
    return deleteAll(keys, binding.writes());
  }

  /** Deletes keys together. The stage does not fail: see each key in its result. */
  public CompletionStage<BatchResult<K, Written>> deleteAll(
      Collection<? extends K> keys, WriteOptions options) {
    return writes.deleteAll(keys, options);
  }

  /**
   * Changes a value: reads it, merges siblings by the resolver, applies a function, and writes the
   * result with the context of what was read. Nothing is written where nothing would change.
   *
   * <p>Two updates at the same time may read the same value. They do not overwrite each other: both
   * results become siblings, and the next update merges them. Nothing that was acknowledged is
   * lost, given a resolver that loses nothing; but this is no compare-and-set, and a counter that
   * adds one wants a resolver that can add.
   *
   * <p>A write that certainly had no effect and may have one now is repeated with a new read, up to
   * three times in all. One in doubt is not: it fails, and says so.
   *
   * @param change from what is there, empty for nothing, to what shall be, empty to delete. Called
   *     once per attempt, where callbacks run; may change a value in place. What it throws fails
   *     the stage as it is, and nothing is written: throw to give up
   * @return fails with {@link UnresolvedSiblings} when there are siblings and no resolver
   */
  public CompletionStage<Updated<V>> update(
      K key, Function<? super Optional<V>, Optional<V>> change) {
    return update(key, change, binding.reads(), binding.writes());
  }

  /**
   * Changes a value.
   *
   * @param readOptions of each read; what they say of writing back does not matter
   * @param writeOptions of each write; their timeout is that of the whole update
   */
  public CompletionStage<Updated<V>> update(
      K key,
      Function<? super Optional<V>, Optional<V>> change,
      ReadOptions readOptions,
      WriteOptions writeOptions) {
    return updates.update(key, change, readOptions, writeOptions);
  }

  /**
   * Merges siblings wherever they are read. {@link #get} writes the merged value back as {@link
   * ReadOptions#writeBack} says, with the write options of the keyspace and within the timeout of
   * the read. No more than 256 such writes of a client are under way at once; beyond, and where the
   * time is over, the siblings stay until the next read.
   */
  public Keyspace<K, V> withResolver(Resolver<V> resolver) {
    return new Keyspace<>(binding.withResolver(Objects.requireNonNull(resolver, "resolver")));
  }

  /** Reads and writes as part of a session. */
  public Keyspace<K, V> in(Session session) {
    return new Keyspace<>(binding.in(Objects.requireNonNull(session, "session")));
  }

  /** Reads that name no options get these. */
  public Keyspace<K, V> withReadOptions(ReadOptions options) {
    return new Keyspace<>(binding.withReads(options));
  }

  /** Writes that name no options get these. */
  public Keyspace<K, V> withWriteOptions(WriteOptions options) {
    return new Keyspace<>(binding.withWrites(options));
  }
}
