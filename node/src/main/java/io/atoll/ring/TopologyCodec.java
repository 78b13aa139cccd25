package io.atoll.ring;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.Crc32c;
import io.atoll.bytes.MalformedBytesException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes and reads topologies as {@code FORMAT.md} says. There is one way to write each topology,
 * and the reader takes no other. It trusts no length: nothing is allocated for which the bytes are
 * not there.
 */
final class TopologyCodec {
  private static final int VERSION = 3;

  private static final int CRC_BYTES = 4;
  private static final int USUAL_BYTES = 1024;

  /** Nodes of a DC up to which an index takes one byte. */
  private static final int ONE_BYTE_NODES = 256;

  private TopologyCodec() {}

  static byte[] encode(Topology topology) {
    ByteWriter out = new ByteWriter(USUAL_BYTES);
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
    KeyspaceCodec.writeAll(out, topology.keyspaces());
    writeClaim(out, topology.claim(), topology.members().values());
    out.writeByte(topology.transition().isPresent() ? 1 : 0);
    topology
        .transition()
        .ifPresent(
            transition -> TransitionCodec.write(out, transition, topology.members().values()));
    return out.writeInt(Crc32c.of(out.array(), 0, out.size())).toBytes();
  }

  static Topology decode(byte[] bytes) {
    if (bytes.length < 1 + CRC_BYTES) {
      throw unreadable("it is only %d bytes long".formatted(bytes.length), null);
    }
    int length = bytes.length - CRC_BYTES;
    ByteReader in = new ByteReader(bytes, 0, length);
    int version = in.readByte("format");
    if (version != VERSION) {
      throw unreadable(
          "its format is %d and this release reads %d".formatted(version, VERSION), null);
    }
    int checksum = new ByteReader(bytes, length, CRC_BYTES).readInt("checksum");
    if (checksum != Crc32c.of(bytes, 0, length)) {
      throw unreadable("its checksum does not match its content", null);
    }
    try {
      Topology topology = read(in);
      in.finish();
      return topology;
    } catch (MalformedBytesException wrong) {
      throw unreadable(wrong.getMessage(), wrong);
    }
  }

  private static Topology read(ByteReader in) {
    String clusterName = readText(in, "cluster");
    long epoch = in.readLong("epoch");
    int partitions = Partitions.checkCount(in.readInt("number of partitions"));
    int nextMember = in.readInt("next member");
    int nextKeyspace = in.readInt("next keyspace");
    TreeMap<Integer, Member> members = new TreeMap<>();
    for (int left = in.readInt("number of members"); left > 0; left--) {
      Member member = readMember(in);
      ascending(members, member.number(), "member");
      members.put(member.number(), member);
    }
    TreeMap<String, Keyspace> keyspaces = KeyspaceCodec.readAll(in);
    Claim claim = readClaim(in, partitions, keyspaces.values(), members.values());
    Transition transition =
        readFlag(in, "whether the ring is being changed")
            ? TransitionCodec.read(in, partitions, keyspaces, members)
            : null;
    return new Topology(
        clusterName,
        epoch,
        partitions,
        members,
        claim,
        keyspaces,
        nextMember,
        nextKeyspace,
        transition);
  }

  private static boolean readFlag(ByteReader in, String field) {
    int flag = in.readByte(field);
    if (flag > 1) {
      throw unreadable("%s is %d: must be 0 or 1".formatted(field, flag), null);
    }
    return flag == 1;
  }

  private static void writeMember(ByteWriter out, Member member) {
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

  private static Member readMember(ByteReader in) {
    return new Member(
        in.readInt("member"),
        readText(in, "node id"),
        readText(in, "dc"),
        readText(in, "rack"),
        in.readInt("weight"),
        readText(in, "host"),
        in.readShort("gossip port"),
        in.readShort("peer port"),
        in.readShort("HTTP port"),
        in.readShort("client port"));
  }

  static void writeClaim(ByteWriter out, Claim claim, Collection<Member> members) {
    for (String dc : claim.dcs()) {
      writeLists(out, DcNodes.of(dc, members), claim.lists(dc));
    }
  }

  static Claim readClaim(
      ByteReader in, int partitions, Collection<Keyspace> keyspaces, Collection<Member> members) {
    TopologyRules.checkFactors(keyspaces, members);
    TreeMap<String, ArcLists> lists = new TreeMap<>();
    for (Map.Entry<String, Integer> depth : Topology.depths(keyspaces).entrySet()) {
      DcNodes nodes = DcNodes.of(depth.getKey(), members);
      lists.put(depth.getKey(), readLists(in, nodes, partitions, depth.getValue()));
    }
    return new Claim(partitions, lists);
  }

  private static void writeLists(ByteWriter out, DcNodes nodes, ArcLists lists) {
    for (int number : lists.cells()) {
      int index = nodes.indexOf(number);
      if (nodes.count() <= ONE_BYTE_NODES) {
        out.writeByte(index);
      } else {
        out.writeShort(index);
      }
    }
  }

  private static ArcLists readLists(ByteReader in, DcNodes nodes, int partitions, int depth) {
    int width = nodes.count() <= ONE_BYTE_NODES ? Byte.BYTES : Short.BYTES;
    if ((long) partitions * depth * width > in.remaining()) {
      throw unreadable("its claim is cut short", null);
    }
    ArcLists lists = ArcLists.empty(partitions, depth);
    for (int cell = 0; cell < lists.cells().length; cell++) {
      int index = width == Byte.BYTES ? in.readByte("claim") : in.readShort("claim");
      if (index >= nodes.count()) {
        throw unreadable(
            "its claim names node %d of %d in a dc".formatted(index, nodes.count()), null);
      }
      lists.cells()[cell] = nodes.numbers()[index];
    }
    return lists;
  }

  static void writeText(ByteWriter out, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length).writeRaw(bytes);
  }

  static String readText(ByteReader in, String field) {
    return in.readString(in.readShort("length of the " + field), field);
  }

  static <K extends Comparable<K>> void ascending(TreeMap<K, ?> map, K key, String what) {
    if (!map.isEmpty() && map.lastKey().compareTo(key) >= 0) {
      throw unreadable("%s %s follows %s".formatted(what, key, map.lastKey()), null);
    }
  }

  static IllegalArgumentException unreadable(String why, Throwable cause) {
    return new IllegalArgumentException("a topology cannot be read: " + why, cause);
  }
}
