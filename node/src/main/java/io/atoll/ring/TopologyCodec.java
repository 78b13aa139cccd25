package io.atoll.ring;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32C;

/**
 * Writes and reads topologies as {@code FORMAT.md} says. There is one way to write each topology,
 * and the reader takes no other. It trusts no length: nothing is allocated for which the bytes are
 * not there.
 */
final class TopologyCodec {
  private static final int VERSION = 2;

  /** Of members without a client port; never released. */
  private static final int DEVELOPMENT_VERSION = 1;

  private static final int CRC_BYTES = 4;

  /** Nodes of a DC up to which an index takes one byte. */
  private static final int ONE_BYTE_NODES = 256;

  /** In the place of a number of replicas, where a level is a named one: its place follows. */
  private static final int NAMED_LEVEL = 0xff00;

  private TopologyCodec() {}

  static byte[] encode(Topology topology) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DataOutputStream out = new DataOutputStream(bytes)) {
      out.writeByte(VERSION);
      writeText(out, topology.clusterName());
      out.writeLong(topology.epoch());
      out.writeInt(topology.partitions());
      out.writeInt(topology.nextMember());
      out.writeInt(topology.nextKeyspace());
      out.writeInt(topology.members().size());
      for (Member member : topology.members().values()) {
        writeMember(out, member);
      }
      out.writeInt(topology.keyspaces().size());
      for (Keyspace keyspace : topology.keyspaces().values()) {
        writeKeyspace(out, keyspace);
      }
      for (String dc : topology.claim().dcs()) {
        DcNodes nodes = DcNodes.of(dc, topology.members().values());
        writeLists(out, nodes, topology.claim().lists(dc));
      }
      out.writeInt(crc(bytes.toByteArray(), bytes.size()));
    } catch (IOException impossible) {
      throw new UncheckedIOException("memory is always writable", impossible);
    }
    return bytes.toByteArray();
  }

  static Topology decode(byte[] bytes) {
    if (bytes.length < 1 + CRC_BYTES) {
      throw unreadable("it is only %d bytes long".formatted(bytes.length), null);
    }
    if (bytes[0] == DEVELOPMENT_VERSION) {
      throw unreadable(
          "an earlier development version wrote it, before nodes had a client port: start with an"
              + " empty data directory",
          null);
    }
    if (bytes[0] != VERSION) {
      throw unreadable(
          "its format is %d and this release reads %d".formatted(bytes[0], VERSION), null);
    }
    int length = bytes.length - CRC_BYTES;
    if (ByteBuffer.wrap(bytes).getInt(length) != crc(bytes, length)) {
      throw unreadable("its checksum does not match its content", null);
    }
    ByteBuffer in = ByteBuffer.wrap(bytes, 1, length - 1);
    try {
      Topology topology = read(in);
      if (in.hasRemaining()) {
        throw unreadable("%d bytes follow its end".formatted(in.remaining()), null);
      }
      return topology;
    } catch (BufferUnderflowException cut) {
      throw unreadable("it ends too early", cut);
    }
  }

  private static Topology read(ByteBuffer in) {
    String clusterName = readText(in);
    long epoch = in.getLong();
    int partitions = Partitions.checkCount(in.getInt());
    int nextMember = in.getInt();
    int nextKeyspace = in.getInt();
    TreeMap<Integer, Member> members = new TreeMap<>();
    for (int left = in.getInt(); left > 0; left--) {
      Member member = readMember(in);
      ascending(members, member.number(), "member");
      members.put(member.number(), member);
    }
    TreeMap<String, Keyspace> keyspaces = new TreeMap<>();
    for (int left = in.getInt(); left > 0; left--) {
      Keyspace keyspace = readKeyspace(in);
      ascending(keyspaces, keyspace.name(), "keyspace");
      keyspaces.put(keyspace.name(), keyspace);
    }
    TopologyRules.checkFactors(keyspaces.values(), members.values());
    TreeMap<String, ArcLists> lists = new TreeMap<>();
    for (Map.Entry<String, Integer> depth : Topology.depths(keyspaces.values()).entrySet()) {
      DcNodes nodes = DcNodes.of(depth.getKey(), members.values());
      lists.put(depth.getKey(), readLists(in, nodes, partitions, depth.getValue()));
    }
    Claim claim = new Claim(partitions, lists);
    return new Topology(
        clusterName, epoch, partitions, members, claim, keyspaces, nextMember, nextKeyspace);
  }

  private static void writeMember(DataOutputStream out, Member member) throws IOException {
    out.writeInt(member.number());
    writeText(out, member.nodeId());
    writeText(out, member.dc());
    writeText(out, member.rack());
    out.writeInt(member.weight());
    writeText(out, member.host());
    out.writeShort(member.gossipPort());
    out.writeShort(member.peerPort());
    out.writeShort(member.httpPort());
    out.writeShort(member.clientPort());
  }

  private static Member readMember(ByteBuffer in) {
    return new Member(
        in.getInt(),
        readText(in),
        readText(in),
        readText(in),
        in.getInt(),
        readText(in),
        Short.toUnsignedInt(in.getShort()),
        Short.toUnsignedInt(in.getShort()),
        Short.toUnsignedInt(in.getShort()),
        Short.toUnsignedInt(in.getShort()));
  }

  private static void writeKeyspace(DataOutputStream out, Keyspace keyspace) throws IOException {
    out.writeInt(keyspace.id());
    writeText(out, keyspace.name());
    out.writeShort(keyspace.replication().size());
    for (Map.Entry<String, Integer> factor : keyspace.replication().entrySet()) {
      writeText(out, factor.getKey());
      out.writeByte(factor.getValue());
    }
    out.writeByte(
        switch (keyspace.conflicts()) {
          case SIBLINGS -> 0;
          case LWW -> 1;
        });
    out.writeShort(levelCode(keyspace.read()));
    out.writeShort(levelCode(keyspace.write()));
  }

  private static Keyspace readKeyspace(ByteBuffer in) {
    int id = in.getInt();
    String name = readText(in);
    TreeMap<String, Integer> replication = new TreeMap<>();
    for (int left = Short.toUnsignedInt(in.getShort()); left > 0; left--) {
      String dc = readText(in);
      ascending(replication, dc, "dc");
      replication.put(dc, Byte.toUnsignedInt(in.get()));
    }
    int conflicts = in.get();
    ConflictPolicy policy =
        switch (conflicts) {
          case 0 -> ConflictPolicy.SIBLINGS;
          case 1 -> ConflictPolicy.LWW;
          default -> throw unreadable("conflict policy %d is unknown".formatted(conflicts), null);
        };
    return new Keyspace(id, name, replication, policy, readLevel(in), readLevel(in));
  }

  private static int levelCode(ConsistencyLevel level) {
    return switch (level) {
      case ConsistencyLevel.Count count -> count.replicas();
      case ConsistencyLevel.Named named ->
          NAMED_LEVEL
              + switch (named) {
                case ONE -> 0;
                case LOCAL_ONE -> 1;
                case QUORUM -> 2;
                case LOCAL_QUORUM -> 3;
                case EACH_QUORUM -> 4;
                case ALL -> 5;
              };
    };
  }

  private static ConsistencyLevel readLevel(ByteBuffer in) {
    int code = Short.toUnsignedInt(in.getShort());
    return switch (code - NAMED_LEVEL) {
      case 0 -> ConsistencyLevel.Named.ONE;
      case 1 -> ConsistencyLevel.Named.LOCAL_ONE;
      case 2 -> ConsistencyLevel.Named.QUORUM;
      case 3 -> ConsistencyLevel.Named.LOCAL_QUORUM;
      case 4 -> ConsistencyLevel.Named.EACH_QUORUM;
      case 5 -> ConsistencyLevel.Named.ALL;
      default -> new ConsistencyLevel.Count(code);
    };
  }

  private static void writeLists(DataOutputStream out, DcNodes nodes, ArcLists lists)
      throws IOException {
    for (int number : lists.cells()) {
      int index = nodes.indexOf(number);
      if (nodes.count() <= ONE_BYTE_NODES) {
        out.writeByte(index);
      } else {
        out.writeShort(index);
      }
    }
  }

  private static ArcLists readLists(ByteBuffer in, DcNodes nodes, int partitions, int depth) {
    int width = nodes.count() <= ONE_BYTE_NODES ? Byte.BYTES : Short.BYTES;
    if ((long) partitions * depth * width > in.remaining()) {
      throw unreadable("its claim is cut short", null);
    }
    ArcLists lists = ArcLists.empty(partitions, depth);
    for (int cell = 0; cell < lists.cells().length; cell++) {
      int index =
          width == Byte.BYTES ? Byte.toUnsignedInt(in.get()) : Short.toUnsignedInt(in.getShort());
      if (index >= nodes.count()) {
        throw unreadable(
            "its claim names node %d of %d in a dc".formatted(index, nodes.count()), null);
      }
      lists.cells()[cell] = nodes.numbers()[index];
    }
    return lists;
  }

  private static void writeText(DataOutputStream out, String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length);
    out.write(bytes);
  }

  private static String readText(ByteBuffer in) {
    int length = Short.toUnsignedInt(in.getShort());
    if (length > in.remaining()) {
      throw unreadable("a text of %d bytes is cut short".formatted(length), null);
    }
    ByteBuffer text = in.slice(in.position(), length);
    in.position(in.position() + length);
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(text).toString();
    } catch (CharacterCodingException garbled) {
      throw unreadable("a text is no UTF-8", garbled);
    }
  }

  private static <K extends Comparable<K>> void ascending(TreeMap<K, ?> map, K key, String what) {
    if (!map.isEmpty() && map.lastKey().compareTo(key) >= 0) {
      throw unreadable("%s %s follows %s".formatted(what, key, map.lastKey()), null);
    }
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  private static IllegalArgumentException unreadable(String why, Throwable cause) {
    return new IllegalArgumentException("a topology cannot be read: " + why, cause);
  }
}
