package io.atoll.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.atoll.env.Loop;
import io.atoll.storage.Durability;
import io.atoll.storage.NodeIdentity;
import io.atoll.storage.StorageEngine;
import io.atoll.storage.StorageEnv;
import io.atoll.storage.StorageException;
import io.atoll.storage.StorageException.Reason;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.engine.LsmEngine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The engine on a file system that really is full; only where this process may mount one. */
class FullFileSystemTest {
  private static final NodeIdentity OWNER = new NodeIdentity("test", "a");
  private static final StorageSettings SETTINGS =
      StorageSettings.DEFAULT
          .with(StorageSettings.DEFAULT.shards().withCount(1))
          .with(StorageSettings.DEFAULT.log().withBatchBytes(64 << 10).withSegmentBytes(1 << 20));

  @TempDir Path directory;

  @Test
  void whatIsAcknowledgedIsThereAndWritesAreTakenAgainOnceThereIsRoom() throws Exception {
    Path small = Files.createDirectory(directory.resolve("small"));
    assumeTrue(succeeds("mount", "-t", "tmpfs", "-o", "size=8m", "tmpfs", small.toString()));
    try (BlockedThreadGuard guard = BlockedThreadGuard.open()) {
      RuntimeEnv env =
          Awaiting.await(
              RuntimeEnv.open(guard.vertx(), TestNode.settings("a", small.resolve("nodes"))));
      StorageEngine engine = Awaiting.await(LsmEngine.open(StorageEnv.of(env, 1), OWNER, SETTINGS));
      Loop loop = env.loops().getFirst();
      assertThat(Awaiting.await(put(engine, loop, 0).otherwiseEmpty())).isNotNull();
      Path filler = small.resolve("filler");
      fill(filler);
      int acknowledged = 1;
      Throwable refusal = null;
      while (refusal == null) {
        Future<byte[]> written = put(engine, loop, acknowledged);
        refusal = Awaiting.await(written.<Throwable>mapEmpty().otherwise(cause -> cause));
        acknowledged += refusal == null ? 1 : 0;
      }
      assertThat(((StorageException) refusal).reason()).isEqualTo(Reason.DISK_FULL);
      assertThat(engine.stats().readOnly()).contains("is full");
      Files.delete(filler);
      Promise<byte[]> again = Promise.promise();
      loop.execute(
          () ->
              loop.every(
                  50,
                  () -> put(engine, loop, 1_000).onSuccess(stored -> again.tryComplete(stored))));
      assertThat(Awaiting.await(again.future())).hasSize(10_000);
      for (int i = 0; i < acknowledged; i++) {
        assertThat(Awaiting.await(get(engine, loop, i))).as("write %d", i).hasSize(10_000);
      }
      Awaiting.await(engine.close());
      Awaiting.await(env.close());
    } finally {
      assertThat(succeeds("umount", "-l", small.toString())).isTrue();
    }
  }

  private static Future<byte[]> put(StorageEngine engine, Loop loop, int number) {
    Promise<byte[]> stored = Promise.promise();
    loop.execute(
        () ->
            engine
                .shard(0)
                .put(key(number), Durability.SYNCED, new byte[10_000])
                .onComplete(stored));
    return stored.future();
  }

  private static Future<byte[]> get(StorageEngine engine, Loop loop, int number) {
    Promise<byte[]> found = Promise.promise();
    loop.execute(() -> engine.shard(0).get(key(number)).onComplete(found));
    return found.future();
  }

  private static StorageKey key(int number) {
    return new StorageKey(1, number, new byte[] {(byte) number, (byte) (number >> 8)});
  }

  private static void fill(Path filler) {
    byte[] piece = new byte[4_096];
    try (OutputStream out = Files.newOutputStream(filler)) {
      for (int i = 0; i < 1 << 16; i++) {
        out.write(piece);
      }
      throw new AssertionError("the file system is larger than it was made");
    } catch (IOException full) {
      assertThat(full).hasMessageContaining("space");
    }
  }

  private static boolean succeeds(String... command) throws InterruptedException {
    try {
      return new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException noSuchCommand) {
      return false;
    }
  }
}
