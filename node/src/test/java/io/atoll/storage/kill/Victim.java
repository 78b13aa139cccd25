package io.atoll.storage.kill;

import io.atoll.env.Loop;
import io.atoll.net.EventLoops;
import io.atoll.ring.Partitions;
import io.atoll.runtime.RuntimeEnv;
import io.atoll.runtime.RuntimeSettings;
import io.atoll.storage.NodeIdentity;
import io.atoll.storage.ScanRange;
import io.atoll.storage.StorageEngine;
import io.atoll.storage.StorageEnv;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.StorageShard;
import io.atoll.storage.engine.LsmEngine;
import io.atoll.wire.Tokens;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The process that is killed. Arguments: data directory, how many keys, the number of this start,
 * and {@code write} to go on writing or {@code close} to stop cleanly after the reports.
 *
 * <p>Its standard output carries {@link Report}s, whole ones in one write each, so that the kernel
 * has all of them when the process is gone. Any defect ends it with an exit code that no signal
 * gives.
 */
final class Victim {
  static final int KEYSPACE = 1;
  static final int DEFECT = 3;
  private static final int PARTITIONS = 64;
  private static final int LOOPS = 2;

  private final FileOutputStream out = new FileOutputStream(FileDescriptor.out);
  private final RuntimeEnv env;
  private final StorageEngine engine;
  private final List<StorageKey> keys = new ArrayList<>();

  private Victim(RuntimeEnv env, StorageEngine engine, int keys) {
    this.env = env;
    this.engine = engine;
    for (int i = 0; i < keys; i++) {
      byte[] key = ("key-" + i).getBytes(StandardCharsets.US_ASCII);
      this.keys.add(new StorageKey(KEYSPACE, Tokens.of(KEYSPACE, key), key));
    }
  }

  public static void main(String[] args) {
    // Reports have the output to themselves: what anybody logs goes where errors go.
    System.setOut(System.err);
    try {
      live(Path.of(args[0]), Integer.parseInt(args[1]), Integer.parseInt(args[2]), args[3]);
    } catch (Throwable defect) {
      die(defect);
    }
  }

  private static void live(Path directory, int keys, int start, String then) throws Exception {
    Vertx vertx = EventLoops.vertx(new VertxOptions().setEventLoopPoolSize(LOOPS));
    RuntimeEnv env =
        await(
            RuntimeEnv.open(
                vertx,
                RuntimeSettings.of("victim", "test", new byte[0], directory).withLoops(LOOPS)));
    try (FileOutputStream out = new FileOutputStream(FileDescriptor.out)) {
      ByteBuffer opening = ByteBuffer.allocate(Report.BYTES);
      new Report(Report.Kind.OPENING, 0, 0, 0).encode(opening);
      out.write(opening.array());
      StorageEngine engine =
          await(
              LsmEngine.open(
                  StorageEnv.of(env, settings().reads().readers()),
                  new NodeIdentity("test", "victim"),
                  settings()));
      Victim victim = new Victim(env, engine, keys);
      victim.report();
      if (then.equals("close")) {
        await(engine.close());
        Runtime.getRuntime().halt(0);
      }
      victim.write(start);
      await(Promise.promise().future());
    }
  }

  /** So small that shards are flushed and compacted, and the log shortened, between two kills. */
  private static StorageSettings settings() {
    StorageSettings usual = StorageSettings.DEFAULT;
    return usual
        .with(usual.shards().withCount(4).withMemtableBytes(512 << 10))
        .with(usual.log().withSegmentBytes(64 << 10).withMaxBytes(512 << 10))
        .with(new StorageSettings.Reads(128 << 10, 2));
  }

  /** What every key has, by the two ways of reading, which must agree. */
  private void report() throws Exception {
    CountingScan scan = new CountingScan(engine);
    int present = 0;
    for (int i = 0; i < keys.size(); i++) {
      StorageKey key = keys.get(i);
      byte[] value = await(onLoop(key, shard -> shard.get(key)));
      present += value == null ? 0 : 1;
      send(Values.found(i, value));
    }
    long scanned = scan.count();
    if (scanned != present) {
      throw new IllegalStateException(
          "a scan shows " + scanned + " keys where gets find " + present);
    }
    send(new Report(Report.Kind.SERVING, 0, 0, 0));
  }

  private void write(int start) {
    for (int i = 0; i < LOOPS; i++) {
      Loop loop = env.loops().get(i);
      List<Integer> own = new ArrayList<>();
      for (int key = 0; key < keys.size(); key++) {
        if (engine.loopOf(shardOf(keys.get(key))).equals(loop)) {
          own.add(key);
        }
      }
      VictimWriter writer = new VictimWriter(this, loop, own, start, i);
      loop.execute(writer::turn);
    }
  }

  StorageKey key(int number) {
    return keys.get(number);
  }

  /** The shard of a key; on its loop. */
  StorageShard shard(StorageKey key) {
    return engine.shard(shardOf(key));
  }

  void send(Report... reports) {
    ByteBuffer bytes = ByteBuffer.allocate(reports.length * Report.BYTES);
    for (Report report : reports) {
      report.encode(bytes);
    }
    try {
      out.write(bytes.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void die(Throwable defect) {
    System.err.println("the victim has a defect: " + defect);
    for (StackTraceElement frame : defect.getStackTrace()) {
      System.err.println("    at " + frame);
    }
    Runtime.getRuntime().halt(DEFECT);
  }

  private int shardOf(StorageKey key) {
    return engine.shardOf(Partitions.of(key.token(), PARTITIONS));
  }

  private <T> Future<T> onLoop(StorageKey key, Function<StorageShard, Future<T>> call) {
    Promise<T> promise = Promise.promise();
    engine.loopOf(shardOf(key)).execute(() -> call.apply(shard(key)).onComplete(promise));
    return promise.future();
  }

  /** Counts the entries of all shards. */
  private record CountingScan(StorageEngine engine) {
    long count() throws Exception {
      long[] count = new long[1];
      for (int i = 0; i < engine.shardCount(); i++) {
        int shard = i;
        Promise<StorageKey> end = Promise.promise();
        engine
            .loopOf(shard)
            .execute(
                () ->
                    engine
                        .shard(shard)
                        .scan(ScanRange.all(KEYSPACE), (token, key, value) -> ++count[0] > 0)
                        .onComplete(end));
        await(end.future());
      }
      return count[0];
    }
  }

  private static <T> T await(Future<T> future) throws Exception {
    CompletableFuture<T> completed = new CompletableFuture<>();
    future.onComplete(
        (result, failure) -> {
          if (failure == null) {
            completed.complete(result);
          } else {
            completed.completeExceptionally(failure);
          }
        });
    return completed.get();
  }
}
