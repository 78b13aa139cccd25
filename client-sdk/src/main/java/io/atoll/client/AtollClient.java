package io.atoll.client;

import io.atoll.client.codec.Codec;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * A client of one Atoll cluster, through which its keyspaces are read and written. One per process
 * is enough; it is thread-safe and keeps its own connections to all nodes that it needs. Its
 * threads keep the process alive until it is closed.
 *
 * <pre>{@code
 * AtollClient.builder().contactPoints("10.0.0.1:7403", "10.0.0.2:7403").localDc("eu").connect()
 *     .thenCompose(client -> client.keyspace("users", Codec.utf8(), Codec.utf8()).get("ada"))
 *     .thenAccept(entry -> System.out.println(entry.value()));
 * }</pre>
 */
public final class AtollClient implements AutoCloseable {
  private final ClientCore core;
  private final Consumer<Runnable> close;
  private final CompletableFuture<Void> closed;
  private boolean closing;

  /**
   * @param close closes all that the client stands on
   */
  AtollClient(ClientCore core, Consumer<Runnable> close) {
    this.core = core;
    this.closed = core.stage();
    this.close = close;
  }

  /** Begins to build a client. */
  public static AtollClientBuilder builder() {
    return new AtollClientBuilder();
  }

  /**
   * A keyspace whose keys and values are of some types. That it exists is found out by the first
   * request.
   *
   * @param name as the cluster knows it
   */
  public <K, V> Keyspace<K, V> keyspace(String name, Codec<K> keyCodec, Codec<V> valueCodec) {
    return new Keyspace<>(Binding.of(core, name, keyCodec, valueCodec));
  }

  /** A keyspace of plain bytes. */
  public Keyspace<byte[], byte[]> keyspace(String name) {
    return keyspace(name, Codec.bytes(), Codec.bytes());
  }

  /**
   * Begins to close: requests under way fail with {@link io.atoll.client.failure.ClientClosed}, as
   * do later ones. Does not wait, see {@link #closeAsync}; more calls do nothing.
   */
  @Override
  public void close() {
    closeAsync();
  }

  /** Closes. The stage completes when every connection and thread of the client is gone. */
  public CompletionStage<Void> closeAsync() {
    boolean first;
    synchronized (closed) {
      first = !closing;
      closing = true;
    }
    if (first) {
      close.accept(() -> closed.complete(null));
    }
    return closed.copy();
  }
}
