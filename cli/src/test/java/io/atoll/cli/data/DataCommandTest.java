package io.atoll.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.atoll.cli.TestTerminal;
import io.atoll.cli.terminal.ExitCode;
import io.atoll.env.DiskFile;
import io.atoll.runtime.NioDisk;
import io.atoll.runtime.RuntimeEnv;
import io.atoll.runtime.RuntimeSettings;
import io.atoll.storage.Durability;
import io.atoll.storage.NodeIdentity;
import io.atoll.storage.StorageEngine;
import io.atoll.storage.StorageEnv;
import io.atoll.storage.StorageKey;
import io.atoll.storage.StorageSettings;
import io.atoll.storage.engine.LsmEngine;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonObject;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A directory with one shard: 200 keys in a table, 3 in the log alone. */
class DataCommandTest {
  private static final StorageSettings SETTINGS =
      StorageSettings.DEFAULT
          .with(StorageSettings.DEFAULT.shards().withCount(1))
          .with(StorageSettings.DEFAULT.log().withSegmentBytes(16 << 10));

  @TempDir Path directory;
  private Vertx vertx;
  private RuntimeEnv env;
  private StorageEngine engine;
  private Path data;
  private TestTerminal terminal;

  @BeforeEach
  void fillAndClose() {
    data = directory.resolve("data");
    terminal = new TestTerminal(directory);
    vertx = Vertx.vertx();
    env =
        await(
            RuntimeEnv.open(
                vertx, RuntimeSettings.of("a", "test", new byte[0], data).withLoops(1)));
    engine = await(LsmEngine.open(StorageEnv.of(env, 1), new NodeIdentity("test", "a"), SETTINGS));
    for (int i = 0; i < 200; i++) {
      put("key-" + i, "value-" + i);
    }
    onLoop(() -> engine.shard(0).flush());
    put("late", "written");
    put("later", "written");
    put("latest", "written");
    await(engine.close());
  }

  @AfterEach
  void closeTheRest() {
    await(env.close());
    await(vertx.close());
  }

  @Test
  void intactDirectoryIsSaidToBeIntact() {
    assertThat(terminal.run("data", "check", "data")).isEqualTo(ExitCode.OK);
    assertThat(terminal.out())
        .contains("ok      identity")
        .contains("shard-000/manifest")
        .contains("200 entries of keyspace 1, every block read")
        .contains("log/0000000001.log")
        .contains("files are intact");
  }

  @Test
  void checkChangesNothing() throws Exception {
    List<String> before = contents();
    terminal.run("data", "check", "data", "--force");
    assertThat(contents()).isEqualTo(before);
  }

  @Test
  void anyFlippedByteOfATableIsFound() throws Exception {
    Path table = table();
    byte[] whole = Files.readAllBytes(table);
    for (int i = 0; i < whole.length; i += 7) {
      Files.write(table, flipped(whole, i));
      List<Damage> damage = damageOf("shard-000/" + table.getFileName());
      assertThat(damage).as("byte " + i).isNotEmpty();
      assertThat(damage.getFirst().held()).contains("keyspace 1, tokens");
    }
    assertThat(terminal.run("data", "check", "data")).isEqualTo(ExitCode.FAILURE);
    assertThat(terminal.out()).contains("DAMAGED shard-000/");
  }

  @Test
  void anyFlippedByteOfAManifestOrIdentityIsFound() throws Exception {
    for (String name : List.of("identity", "shard-000/manifest")) {
      Path file = data.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      for (int i = 0; i < whole.length; i++) {
        Files.write(file, flipped(whole, i));
        assertThat(damageOf(name)).as(name + " " + i).isNotEmpty();
      }
      Files.write(file, whole);
    }
  }

  @Test
  void flippedByteOfTheLogIsFoundWithItsPlace() throws Exception {
    Path log = data.resolve("log/0000000001.log");
    byte[] whole = Files.readAllBytes(log);
    int at = new String(whole, StandardCharsets.ISO_8859_1).indexOf("later");
    Files.write(log, flipped(whole, at));
    assertThat(terminal.run("data", "check", "data", "--json")).isEqualTo(1);
    JsonObject result = new JsonObject(terminal.out());
    JsonObject segment =
        result.getJsonArray("files").stream()
            .map(JsonObject.class::cast)
            .filter(file -> file.getString("file").equals("log/0000000001.log"))
            .findFirst()
            .orElseThrow();
    JsonObject damage = segment.getJsonArray("damage").getJsonObject(0);
    assertThat(damage.getLong("offset")).isBetween(at - 100L, (long) at);
    assertThat(damage.getString("held")).contains("writes of any keys");
  }

  @Test
  void missingTableIsDamage() throws Exception {
    Files.delete(table());
    assertThat(terminal.run("data", "check", "data")).isEqualTo(1);
    assertThat(terminal.out()).contains("NoSuchFile").contains("200 entries");
  }

  @Test
  void directoryInUseIsRefusedUnlessForced() throws Exception {
    try (AutoCloseable lock = NioDisk.open(data).lock()) {
      assertThat(lock).isNotNull();
      assertThat(terminal.run("data", "check", "data")).isEqualTo(ExitCode.FAILURE);
      assertThat(terminal.err()).contains("in use by a running node").contains("--force");
      assertThat(terminal.run("data", "check", "data", "--force")).isEqualTo(ExitCode.OK);
    }
    assertThat(terminal.run("data", "check", "data")).isEqualTo(ExitCode.OK);
  }

  @Test
  void wrongPathsAreToldFromDamage() {
    assertThat(terminal.run("data", "check", "nowhere")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("nowhere is not a directory");
    assertThat(terminal.run("data", "check", ".")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("is not a data directory: it has no file identity");
    assertThat(terminal.run("data", "dump", "data")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("data is not a file");
    assertThat(terminal.run("data", "dump", "data/LOCK")).isEqualTo(ExitCode.USAGE);
    assertThat(terminal.err()).contains("is not one of identity");
  }

  @Test
  void dumpShowsATable() throws Exception {
    assertThat(dump(table(), "--limit", "2")).hasLineCount(3).contains("\" 8 bytes\n");
    assertThat(dump(table(), "--values")).contains(" \"key-17\" \"value-17\"\n").hasLineCount(201);
  }

  @Test
  void dumpGoesOnBehindADamagedBlock() throws Exception {
    Path table = table();
    Files.write(table, flipped(Files.readAllBytes(table), 40));
    assertThat(terminal.run("data", "dump", table.toString())).isEqualTo(1);
    assertThat(terminal.out()).contains("damaged: ");
  }

  @Test
  void dumpShowsALogSegment() {
    assertThat(dump(data.resolve("log/0000000001.log"), "--values"))
        .contains("segment 1 of the log")
        .contains("frame at byte ")
        .contains("\"latest\" \"written\"");
  }

  @Test
  void dumpShowsManifestAndIdentity() {
    assertThat(dump(data.resolve("shard-000/manifest"))).contains("TableMeta[").contains("shard 0");
    assertThat(dump(data.resolve("identity"))).contains("node 'a' of cluster 'test', 1 shards");
  }

  @Test
  void bytesThatAreNoTextAreShownInHexadecimal() {
    assertThat(Facts.bytes(new byte[] {(byte) 0xff, 0})).isEqualTo("0xff00");
    assertThat(Facts.bytes("grün".getBytes(StandardCharsets.UTF_8))).isEqualTo("\"grün\"");
  }

  private List<Damage> damageOf(String file) throws Exception {
    return new DirectoryCheck(NioDisk.existing(data))
        .run().stream()
            .filter(report -> report.file().equals(file))
            .flatMap(report -> report.damage().stream())
            .toList();
  }

  private String dump(Path file, String... flags) {
    String[] args =
        Stream.concat(Stream.of("data", "dump", file.toString()), Stream.of(flags))
            .toArray(String[]::new);
    assertThat(terminal.run(args)).as(terminal.err()).isEqualTo(ExitCode.OK);
    return terminal.out();
  }

  private Path table() throws Exception {
    try (Stream<Path> files = Files.list(data.resolve("shard-000"))) {
      return files.filter(f -> f.toString().endsWith(".table")).findFirst().orElseThrow();
    }
  }

  private List<String> contents() throws Exception {
    try (Stream<Path> files = Files.walk(data)) {
      List<Path> sorted = files.filter(Files::isRegularFile).sorted().toList();
      List<String> contents = new ArrayList<>();
      for (Path file : sorted) {
        NioDisk disk = NioDisk.existing(file.getParent());
        try (DiskFile open = disk.openForRead(file.getFileName().toString())) {
          ByteBuffer bytes = ByteBuffer.allocate((int) open.sizeBytes());
          open.read(bytes, 0);
          contents.add(
              file + " " + Files.getLastModifiedTime(file) + " " + bytes.flip().hashCode());
        }
      }
      return contents;
    }
  }

  private static byte[] flipped(byte[] bytes, int at) {
    byte[] changed = bytes.clone();
    changed[at] ^= 0x10;
    return changed;
  }

  private void put(String key, String value) {
    byte[] bytes = key.getBytes(StandardCharsets.UTF_8);
    StorageKey place = new StorageKey(1, key.hashCode() * 0x9E3779B97F4A7C15L, bytes);
    onLoop(
        () ->
            engine.shard(0).put(place, Durability.SYNCED, value.getBytes(StandardCharsets.UTF_8)));
  }

  private <T> void onLoop(Supplier<Future<T>> call) {
    Promise<T> done = Promise.promise();
    env.loops().get(0).execute(() -> call.get().onComplete(done));
    await(done.future());
  }

  private static <T> T await(Future<T> future) {
    return future.toCompletionStage().toCompletableFuture().join();
  }
}
