package io.atoll.repair;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.repair.sketch.Sketch;
import io.atoll.repair.sketch.SketchFormat;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.Map;

/** The sketches of a shard as bytes; see FORMAT.md. */
final class ArcAccount {
  private static final int VERSION = 1;
  private static final byte[] NAME = "arcs".getBytes(StandardCharsets.US_ASCII);
  private static final int KEYSPACE_BYTES = 4 + 1 + 1;

  private ArcAccount() {}

  static byte[] encode(ArcSketches sketches) {
    ByteWriter writer = new ByteWriter(1 << 10);
    writer.writeByte(VERSION);
    writer.writeLong(sketches.weigh(NAME, NAME));
    writer.writeByte(ArcSketches.CAPACITY);
    writer.writeVarint(sketches.arcs);
    writer.writeVarint(sketches.keyspaces.size());
    for (Map.Entry<Integer, KeyspaceArcs> each : sketches.keyspaces.entrySet()) {
      writer.writeInt(each.getKey());
      writeUnknown(writer, each.getValue().unknown());
      writeSketches(writer, sketches, each.getValue());
    }
    return writer.take();
  }

  private static void writeUnknown(ByteWriter writer, BitSet unknown) {
    writer.writeVarint(unknown.cardinality());
    int next = 0;
    for (int arc = unknown.nextSetBit(0); arc >= 0; arc = unknown.nextSetBit(arc + 1)) {
      writer.writeVarint(arc - next);
      next = arc + 1;
    }
  }

  /** As they are now, whatever is kept apart. */
  private static void writeSketches(ByteWriter writer, ArcSketches sketches, KeyspaceArcs of) {
    Sketch[] all = new Sketch[sketches.arcs];
    int count = 0;
    for (int arc = 0; arc < all.length; arc++) {
      if (of.hasTraces(arc)) {
        Sketch sketch = new Sketch(sketches.key, ArcSketches.CAPACITY);
        of.addTo(sketch, arc, Moments.NOW);
        all[arc] = sketch.isZero() ? null : sketch;
        count += sketch.isZero() ? 0 : 1;
      }
    }
    writer.writeVarint(count);
    int next = 0;
    for (int arc = 0; arc < all.length; arc++) {
      if (all[arc] != null) {
        writer.writeVarint(arc - next);
        writer.writeBytes(SketchFormat.encode(all[arc]));
        next = arc + 1;
      }
    }
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @param sketches that hold nothing; when this answers false, they still do
   */
  static boolean decode(byte[] account, ArcSketches sketches) {
    try {
      if (read(new ByteReader(account), sketches)) {
        return true;
      }
    } catch (MalformedBytesException e) {
      // Of another format: as good as none.
    }
    sketches.keyspaces.clear();
    return false;
  }

  private static boolean read(ByteReader reader, ArcSketches sketches) {
    if (reader.readByte("version") != VERSION
        || reader.readLong("check of the secret") != sketches.weigh(NAME, NAME)
        || reader.readByte("capacity") != ArcSketches.CAPACITY
        || reader.readVarint(1, Integer.MAX_VALUE, "arcs") != sketches.arcs) {
      return false;
    }
    int keyspaces = reader.readCount(KEYSPACE_BYTES, "keyspaces");
    for (int i = 0; i < keyspaces; i++) {
      KeyspaceArcs of = sketches.of(reader.readInt("keyspace"));
      int next = 0;
      for (int left = reader.readCount(1, "unknown arcs"); left > 0; left--) {
        int arc = next + (int) reader.readVarint(0, sketches.arcs - 1L - next, "unknown arc");
        of.doubt(arc);
        next = arc + 1;
      }
      next = 0;
      for (int left = reader.readCount(2, "sketches"); left > 0; left--) {
        int arc = next + (int) reader.readVarint(0, sketches.arcs - 1L - next, "arc of a sketch");
        Sketch sketch = SketchFormat.decode(sketches.key, reader.readBytes("sketch"));
        if (sketch.capacity() != ArcSketches.CAPACITY) {
          return false;
        }
        of.restore(arc, sketch);
        next = arc + 1;
      }
    }
    reader.finish();
    return true;
  }
}
