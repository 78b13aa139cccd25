package io.atoll.ring;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.wire.LevelCode;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Keyspaces as a part of a topology's bytes. */
final class KeyspaceCodec {
  private static final int LWW = 1;
  private static final int BLOCKING_READ_REPAIR = 2;

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
    out.writeByte(options(keyspace));
    out.writeShort(keyspace.read().code());
    out.writeShort(keyspace.write().code());
  }

  private static int options(Keyspace keyspace) {
    int conflicts =
        switch (keyspace.conflicts()) {
          case SIBLINGS -> 0;
          case LWW -> LWW;
        };
    int readRepair =
        switch (keyspace.readRepair()) {
          case BACKGROUND -> 0;
          case BLOCKING -> BLOCKING_READ_REPAIR;
        };
    return conflicts | readRepair;
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
    int options = in.readByte("options of the keyspace");
    if ((options & ~(LWW | BLOCKING_READ_REPAIR)) != 0) {
      throw TopologyCodec.unreadable(
          "options %d of keyspace %s are unknown".formatted(options, name), null);
    }
    return new Keyspace(
        id,
        name,
        replication,
        (options & LWW) != 0 ? ConflictPolicy.LWW : ConflictPolicy.SIBLINGS,
        readLevel(in, "read level"),
        readLevel(in, "write level"),
        (options & BLOCKING_READ_REPAIR) != 0 ? ReadRepair.BLOCKING : ReadRepair.BACKGROUND);
  }

  private static ConsistencyLevel readLevel(ByteReader in, String field) {
    int code = in.readShort(field);
    if (code == LevelCode.DEFAULT || !LevelCode.isValid(code)) {
      throw TopologyCodec.unreadable("%s %d is unknown".formatted(field, code), null);
    }
    return ConsistencyLevel.ofCode(code);
  }
}
