package io.atoll.causal;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.Varint;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;

/** The bytes of a context, see {@code FORMAT.md}. */
final class ContextFormat {
  /** Of a context that is a vector. Version 1 was one without a timestamp. */
  private static final int VERSION = 2;

  /** Of a context with events apart from the vector. */
  private static final int VERSION_WITH_APART = 3;

  private static final int MIN_DOT_BYTES = 3;

  /** All but the events: version, two counts, timestamp. */
  static final int MAX_FRAME_BYTES = 1 + 3 + 3 + Long.BYTES;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private ContextFormat() {}

  static byte[] encode(CausalContext context) {
    return encode(context, 0);
  }

  /** How many bytes a context has. */
  static int sizeBytes(CausalContext context) {
    List<Dot> apart = context.apart();
    return 1
        + VectorFormat.bodySizeBytes(context.vector())
        + (apart.isEmpty() ? 0 : apartSizeBytes(apart))
        + Long.BYTES;
  }

  /** The bytes, and room after them. */
  static byte[] encode(CausalContext context, int roomBytes) {
    VersionVector vector = context.vector();
    List<Dot> apart = context.apart();
    boolean any = !apart.isEmpty();
    byte[] bytes = new byte[sizeBytes(context) + roomBytes];
    bytes[0] = (byte) (any ? VERSION_WITH_APART : VERSION);
    int at = VectorFormat.writeBody(vector, bytes, 1);
    if (any) {
      at = writeApart(apart, bytes, at);
    }
    LONG.set(bytes, at, context.timestamp());
    return bytes;
  }

  private static int apartSizeBytes(List<Dot> apart) {
    int size = Varint.sizeBytes(apart.size());
    for (Dot dot : apart) {
      size += sizeBytes(dot);
    }
    return size;
  }

  /** How many bytes an event has; an entry of the vector as many as the newest of its actor. */
  static int sizeBytes(Dot dot) {
    return Varint.sizeBytes(dot.actor().member())
        + Varint.sizeBytes(dot.actor().generation())
        + Varint.sizeBytes(dot.counter());
  }

  private static int writeApart(List<Dot> apart, byte[] target, int offset) {
    int at = Varint.write(apart.size(), target, offset);
    for (Dot dot : apart) {
      at = Varint.write(dot.actor().member(), target, at);
      at = Varint.write(dot.actor().generation(), target, at);
      at = Varint.write(dot.counter(), target, at);
    }
    return at;
  }

  static CausalContext decode(byte[] bytes, int offset, int length) {
    ByteReader reader = new ByteReader(bytes, offset, length);
    boolean any = readVersion(reader) == VERSION_WITH_APART;
    VersionVector vector = VectorFormat.readBody(reader);
    List<Dot> apart = any ? readApart(reader, vector) : List.of();
    long timestamp = SiblingsFormat.readTimestamp(reader);
    reader.finish();
    return new CausalContext(vector, apart, timestamp);
  }

  private static int readVersion(ByteReader reader) {
    int position = reader.position();
    int version = reader.readByte("format version");
    if (version != VERSION && version != VERSION_WITH_APART) {
      throw reader.malformedAt(
          position,
          "context has format version %d; only %d and %d can be read"
              .formatted(version, VERSION, VERSION_WITH_APART));
    }
    return version;
  }

  private static List<Dot> readApart(ByteReader reader, VersionVector vector) {
    int position = reader.position();
    int count = reader.readCount(MIN_DOT_BYTES, "number of events apart");
    if (count == 0) {
      throw reader.malformedAt(position, "no event stands apart, so the format version must be 2");
    }
    List<Dot> apart = new ArrayList<>(count);
    Dot previous = null;
    for (int i = 0; i < count; i++) {
      position = reader.position();
      int member = (int) reader.readVarint(0, Actor.MAX_MEMBER, "member");
      long generation = reader.readVarint(1, Actor.MAX_GENERATION, "generation");
      Dot dot =
          new Dot(new Actor(member, generation), reader.readVarint(1, Long.MAX_VALUE, "counter"));
      if (previous != null && dot.compareTo(previous) <= 0) {
        throw reader.malformedAt(position, "event %s is not after %s".formatted(dot, previous));
      }
      if (dot.counter() - 1 <= vector.counter(dot.actor())) {
        throw reader.malformedAt(
            position, "event %s is not apart from the vector %s".formatted(dot, vector));
      }
      apart.add(dot);
      previous = dot;
    }
    return apart;
  }
}
