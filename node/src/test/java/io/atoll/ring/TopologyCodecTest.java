package io.atoll.ring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.Crc32c;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class TopologyCodecTest {
  private final Topology topology =
      Topology.form("test", 16, Clusters.members(3, "us", "eu"))
          .withKeyspace(Clusters.keyspace("users", "us", 2, "eu", 1));

  private final Topology changing =
      RingChange.move(
          RingChange.begin(
              topology,
              topology
                  .withJoined(List.of(Clusters.member("us-9", "us", "rack9")))
                  .withLeft(List.of("us-2"))
                  .withChangedKeyspace(Clusters.keyspace("users", "us", 3)),
              3),
          Map.of(0, Stage.COPYING, 2, Stage.COPYING));

  @Property(tries = 40)
  void whatIsWrittenIsReadBack(
      @ForAll @IntRange(min = 1, max = 6) int nodes,
      @ForAll @IntRange(min = 0, max = 8) int bits,
      @ForAll @IntRange(min = 1, max = 1000) int weight) {
    Topology any =
        Topology.form("any.thing", 1 << bits, Clusters.members(nodes, "us", "eu"))
            .withWeights(Map.of("us-1", weight))
            .withKeyspace(Clusters.keyspace("users", "us", 1))
            .withJoined(List.of(Clusters.member("late", "eu", "rack1")));
    Topology read = Topology.decode(any.encode());
    assertThat(read).isEqualTo(any);
    assertThat(read.encode()).isEqualTo(any.encode());
    assertThat(read.nextMember()).isEqualTo(any.nextMember());
  }

  @Test
  void theExampleOfTheFormatIsWhatIsWritten() throws IOException {
    String hex = example(1);
    Topology two =
        Topology.form(
            "t", 4, List.of(Clusters.member("a", "us", "r1"), Clusters.member("b", "us", "r2")));
    Topology three = two.withJoined(List.of(Clusters.member("c", "us", "r3")));
    Topology moving = RingChange.move(RingChange.begin(two, three, 2), Map.of(0, Stage.COPYING));
    assertThat(HexFormat.of().formatHex(moving.encode())).isEqualTo(hex);
    assertThat(Topology.decode(HexFormat.of().parseHex(hex))).isEqualTo(moving);
  }

  /** One of the blocks of the page, in the order in which they stand there. */
  private static String example(int number) throws IOException {
    String page = Files.readString(Path.of("src/main/java/io/atoll/ring/FORMAT.md"));
    String block = page.split("```text", -1)[number];
    return block
        .substring(0, block.indexOf("```"))
        .lines()
        .map(line -> line.replaceAll("\\(.*", "").replace(" ", ""))
        .collect(Collectors.joining());
  }

  @Test
  void theOptionsOfAKeyspaceAreWrittenAsTheFormatSays() throws IOException {
    Topology formed =
        Topology.form(
            "t", 4, List.of(Clusters.member("a", "us", "r1"), Clusters.member("b", "us", "r2")));
    Keyspace plain = formed.keyspaces().get("default");
    StringBuilder written = new StringBuilder();
    for (ConflictPolicy policy : ConflictPolicy.values()) {
      Keyspace blocking =
          new Keyspace(
              1,
              "default",
              plain.replication(),
              policy,
              plain.read(),
              plain.write(),
              ReadRepair.BLOCKING);
      ByteWriter out = new ByteWriter(64);
      KeyspaceCodec.writeAll(out, new TreeMap<>(Map.of("default", blocking)));
      byte[] bytes = out.toBytes();
      written.append(HexFormat.of().formatHex(bytes, 4, bytes.length));
      assertThat(KeyspaceCodec.readAll(new ByteReader(bytes))).containsValue(blocking);
    }
    assertThat(written.toString()).isEqualTo(example(2));
  }

  @Test
  void anOptionThatIsNotKnownIsRefused() {
    ByteWriter out = new ByteWriter(64);
    KeyspaceCodec.writeAll(out, topology.keyspaces());
    byte[] bytes = out.toBytes();
    int options = bytes.length - 5;
    bytes[options] |= 4;
    assertThatThrownBy(() -> KeyspaceCodec.readAll(new ByteReader(bytes)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("options 5 of keyspace users")
        .hasMessageContaining("are unknown");
  }

  @Test
  void moreThan256NodesInADcAreReadBack() {
    Topology large = Topology.form("test", 128, Clusters.members(300, "us"));
    assertThat(Topology.decode(large.encode())).isEqualTo(large);
  }

  @Property(tries = 500)
  void randomBytesAreRefused(@ForAll byte[] bytes) {
    assertRefused(bytes);
    assertRefused(sealed(prefixed(bytes)));
  }

  @Property(tries = 2000)
  void mutatedBytesAreRefusedOrTheOnlyFormOfAnotherTopology(
      @ForAll Random random, @ForAll boolean transition) {
    byte[] bytes = (transition ? changing : topology).encode();
    for (int i = random.nextInt(3); i >= 0; i--) {
      bytes[random.nextInt(bytes.length - 4)] = (byte) random.nextInt();
    }
    byte[] sealed = sealed(Arrays.copyOf(bytes, bytes.length - 4));
    try {
      assertThat(Topology.decode(sealed).encode()).isEqualTo(sealed);
    } catch (IllegalArgumentException refused) {
      assertThat(refused).message().isNotBlank();
    }
  }

  @Test
  void everyShorterFormIsRefused() {
    byte[] bytes = changing.encode();
    for (int length = 0; length < bytes.length; length++) {
      assertRefused(Arrays.copyOf(bytes, length));
      if (length < bytes.length - 4) {
        assertRefused(sealed(Arrays.copyOf(bytes, length)));
      }
    }
  }

  @Test
  void refusalsSayWhy() {
    byte[] bytes = topology.encode();
    byte[] content = Arrays.copyOf(bytes, bytes.length - 4);
    byte[] flipped = bytes.clone();
    flipped[20] ^= 1;
    assertThatThrownBy(() -> Topology.decode(flipped))
        .hasMessage("a topology cannot be read: its checksum does not match its content");
    byte[] newer = bytes.clone();
    newer[0] = 4;
    assertThatThrownBy(() -> Topology.decode(newer))
        .hasMessage("a topology cannot be read: its format is 4 and this release reads 3");
    byte[] older = bytes.clone();
    older[0] = 1;
    assertThatThrownBy(() -> Topology.decode(older))
        .hasMessage("a topology cannot be read: its format is 1 and this release reads 3");
    assertThatThrownBy(() -> Topology.decode(sealed(Arrays.copyOf(content, content.length + 1))))
        .hasMessage("a topology cannot be read: byte %d: 1 bytes too many", content.length);
    assertThatThrownBy(() -> Topology.decode(sealed(Arrays.copyOf(content, content.length - 2))))
        .hasMessage("a topology cannot be read: its claim is cut short");
    byte[] unsure = content.clone();
    unsure[unsure.length - 1] = 2;
    assertThatThrownBy(() -> Topology.decode(sealed(unsure)))
        .hasMessage(
            "a topology cannot be read: whether the ring is being changed is 2: must be 0 or 1");
    byte[] twice = content.clone();
    twice[twice.length - 2] = twice[twice.length - 3];
    assertThatThrownBy(() -> Topology.decode(sealed(twice)))
        .hasMessageMatching(
            "partition 15 in dc us names member \\d in slot 2: must be a different member of that"
                + " dc");
  }

  @Test
  void hugeCountsAllocateNothing() {
    // Version, name "t", epoch, 65,536 partitions, next numbers, then two thousand million members.
    ByteBuffer huge = ByteBuffer.allocate(64);
    huge.put((byte) 3).putShort((short) 1).put((byte) 't').putLong(1).putInt(1 << 16);
    huge.putInt(1).putInt(1).putInt(Integer.MAX_VALUE);
    assertRefused(sealed(huge.array()));
  }

  private static void assertRefused(byte[] bytes) {
    assertThatThrownBy(() -> Topology.decode(bytes))
        .isInstanceOf(IllegalArgumentException.class)
        .message()
        .isNotBlank();
  }

  private static byte[] prefixed(byte[] bytes) {
    return ByteBuffer.allocate(1 + bytes.length).put((byte) 3).put(bytes).array();
  }

  /** With the checksum that belongs to it, so that the decoder looks at what comes before. */
  private static byte[] sealed(byte[] content) {
    return ByteBuffer.allocate(content.length + 4)
        .put(content)
        .putInt(Crc32c.of(content, 0, content.length))
        .array();
  }
}
