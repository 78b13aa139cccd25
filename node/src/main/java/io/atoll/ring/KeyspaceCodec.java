package io.atoll.ring;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.wire.LevelCode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keyspaces as a part of a topology's bytes. */
final class KeyspaceCodec {
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
    out.writeShort(keyspace.read().code());
    out.writeShort(keyspace.write().code());
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

  private static ConsistencyLevel readLevel(ByteReader in, String field) {
    int code = in.readShort(field);
    if (code == LevelCode.DEFAULT || !LevelCode.isValid(code)) {
      throw TopologyCodec.unreadable("%s %d is unknown".formatted(field, code), null);
    }
    return ConsistencyLevel.ofCode(code);
  }
}
