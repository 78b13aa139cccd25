package io.atoll.wire;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The bytes of a {@link ClusterView}, as FORMAT.md describes them. */
final class ClusterViewCodec {
  private static final int MAX_PARTITIONS = 1 << 16;
  private static final int MAX_PORT = 0xFFFF;
  private static final int MIN_ENTRY_BYTES = 4;
  private static final int MAX_FACTOR = 255;

  private ClusterViewCodec() {}

  static byte[] encode(ClusterView view) {
    ByteWriter out = new ByteWriter(1024 + view.partitions() * 4);
    out.writeString(view.clusterName()).writeVarint(view.epoch()).writeVarint(view.partitions());
    out.writeVarint(view.members().size());
    for (ClusterView.Node node : view.members()) {
      out.writeVarint(node.number())
          .writeString(node.nodeId())
          .writeString(node.dc())
          .writeString(node.rack())
          .writeString(node.host())
          .writeVarint(node.clientPort())
          .writeVarint(node.httpPort());
    }
    out.writeVarint(view.keyspaces().size());
    for (ClusterView.KeyspaceView keyspace : view.keyspaces().values()) {
      writeKeyspace(out, keyspace);
    }
    out.writeVarint(view.claims().size());
    for (Map.Entry<String, ClusterView.DcClaim> claim : view.claims().entrySet()) {
      out.writeString(claim.getKey()).writeVarint(claim.getValue().depth());
      for (int node : claim.getValue().nodes()) {
        out.writeVarint(node);
      }
    }
    return out.toBytes();
  }

  private static void writeKeyspace(ByteWriter out, ClusterView.KeyspaceView keyspace) {
    out.writeVarint(keyspace.id())
        .writeString(keyspace.name())
        .writeByte(keyspace.lastWriterWins() ? 1 : 0)
        .writeVarint(keyspace.readLevel())
        .writeVarint(keyspace.writeLevel())
        .writeVarint(keyspace.replication().size());
    for (Map.Entry<String, Integer> factor : keyspace.replication().entrySet()) {
      out.writeString(factor.getKey()).writeVarint(factor.getValue());
    }
  }

  static ClusterView decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    String clusterName = in.readString();
    long epoch = in.readVarint();
    int partitions = in.readVarint(MAX_PARTITIONS);
    if (Integer.bitCount(partitions) != 1) {
      throw new MalformedBytesException(partitions + " partitions: must be a power of two");
    }
    List<ClusterView.Node> members = readMembers(in);
    Map<String, ClusterView.KeyspaceView> keyspaces = new TreeMap<>();
    for (int left = readCount(in); left > 0; left--) {
      ClusterView.KeyspaceView keyspace = readKeyspace(in);
      keyspaces.put(keyspace.name(), keyspace);
    }
    Map<String, ClusterView.DcClaim> claims = new TreeMap<>();
    for (int left = readCount(in); left > 0; left--) {
      claims.put(in.readString(), readClaim(in, partitions, members.size()));
    }
    in.finish();
    ClusterView view = new ClusterView(clusterName, epoch, partitions, members, keyspaces, claims);
    keyspaces.values().forEach(keyspace -> checkCovered(view, keyspace));
    return view;
  }

  private static List<ClusterView.Node> readMembers(ByteReader in) {
    int count = readCount(in);
    List<ClusterView.Node> members = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      members.add(
          new ClusterView.Node(
              in.readVarint(Integer.MAX_VALUE),
              in.readString(),
              in.readString(),
              in.readString(),
              in.readString(),
              in.readVarint(MAX_PORT),
              in.readVarint(MAX_PORT)));
    }
    return members;
  }

  private static ClusterView.KeyspaceView readKeyspace(ByteReader in) {
    int id = in.readVarint(Integer.MAX_VALUE);
    String name = in.readString();
    boolean lastWriterWins = in.readVarint(1) == 1;
    int readLevel = readLevel(in);
    int writeLevel = readLevel(in);
    Map<String, Integer> replication = new TreeMap<>();
    for (int left = in.readVarint(in.remaining()); left > 0; left--) {
      replication.put(in.readString(), in.readVarint(MAX_FACTOR));
    }
    return new ClusterView.KeyspaceView(
        id, name, lastWriterWins, readLevel, writeLevel, replication);
  }

  private static int readLevel(ByteReader in) {
    int level = in.readVarint(LevelCode.MAX);
    if (!LevelCode.isValid(level)) {
      throw new MalformedBytesException("there is no consistency level of code " + level);
    }
    return level;
  }

  private static ClusterView.DcClaim readClaim(ByteReader in, int partitions, int members) {
    int depth = in.readVarint(MAX_FACTOR);
    if ((long) partitions * depth > in.remaining()) {
      throw new MalformedBytesException("a claim is cut short");
    }
    int[] nodes = new int[partitions * depth];
    for (int i = 0; i < nodes.length; i++) {
      nodes[i] = in.readVarint(members - 1);
    }
    return new ClusterView.DcClaim(depth, nodes);
  }

  private static int readCount(ByteReader in) {
    return in.readVarint(in.remaining() / MIN_ENTRY_BYTES);
  }

  private static void checkCovered(ClusterView view, ClusterView.KeyspaceView keyspace) {
    keyspace
        .replication()
        .forEach(
            (dc, factor) -> {
              ClusterView.DcClaim claim = view.claims().get(dc);
              if (factor > 0 && (claim == null || claim.depth() < factor)) {
                throw new MalformedBytesException(
                    "keyspace %s has %d replicas in %s, more than the claim names"
                        .formatted(keyspace.name(), factor, dc));
              }
            });
  }
}
