package io.atoll.ring;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keyspaces as a part of a topology's bytes. */
final class KeyspaceCodec {
  /** In the place of a number of replicas, where a level is a named one: its place follows. */
  private static final int NAMED_LEVEL = 0xff00;

  private KeyspaceCodec() {}

  static void writeAll(ByteWriter out, SortedMap<String, Keyspace> keyspaces) {
    out.writeInt(keyspaces.size());
    for (Keyspace keyspace : keyspaces.values()) {
      write(out, keyspace);
    }
  }

  static TreeMap<String, Keyspace> readAll(ByteReader in) {
    TreeMap<String, Keyspace> keyspaces = new TreeMap<>();
    for (int left = in.readInt("number of keyspaces"); left > 0; left--) {
      Keyspace keyspace = read(in);
      TopologyCodec.ascending(keyspaces, keyspace.name(), "keyspace");
      keyspaces.put(keyspace.name(), keyspace);
    }
    return keyspaces;
  }

  private static void write(ByteWriter out, Keyspace keyspace) {
    out.writeInt(keyspace.id());
    TopologyCodec.writeText(out, keyspace.name());
    out.writeShort(keyspace.replication().size());
    for (Map.Entry<String, Integer> factor : keyspace.replication().entrySet()) {
      TopologyCodec.writeText(out, factor.getKey());
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

  private static Keyspace read(ByteReader in) {
    int id = in.readInt("keyspace");
    String name = TopologyCodec.readText(in, "name of the keyspace");
    TreeMap<String, Integer> replication = new TreeMap<>();
    for (int left = in.readShort("number of dcs"); left > 0; left--) {
      String dc = TopologyCodec.readText(in, "dc");
      TopologyCodec.ascending(replication, dc, "dc");
      replication.put(dc, in.readByte("number of replicas"));
    }
    int conflicts = in.readByte("conflict policy");
    ConflictPolicy policy =
        switch (conflicts) {
          case 0 -> ConflictPolicy.SIBLINGS;
          case 1 -> ConflictPolicy.LWW;
          default ->
              throw TopologyCodec.unreadable(
                  "conflict policy %d is unknown".formatted(conflicts), null);
        };
    return new Keyspace(
        id, name, replication, policy, readLevel(in, "read level"), readLevel(in, "write level"));
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

  private static ConsistencyLevel readLevel(ByteReader in, String field) {
    int code = in.readShort(field);
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
}
