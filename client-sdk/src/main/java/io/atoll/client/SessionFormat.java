package io.atoll.client;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.Crc32c;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.wire.Protocol;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bytes of a session, see {@code FORMAT.md}. */
final class SessionFormat {
  private static final int VERSION = 1;
  private static final int CHECKSUM_BYTES = Integer.BYTES;

  private SessionFormat() {}

  static byte[] encode(Map<SessionKey, List<byte[]>> seen) {
    ByteWriter out = new ByteWriter(64 + 64 * seen.size());
    out.writeByte(VERSION).writeVarint(seen.size());
    seen.forEach(
        (key, contexts) -> {
          out.writeString(key.keyspace()).writeBytes(key.key()).writeVarint(contexts.size());
          contexts.forEach(out::writeBytes);
        });
    return out.writeInt(Crc32c.of(out.array(), 0, out.size())).toBytes();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws IllegalArgumentException for any other bytes
   */
  static Map<SessionKey, List<byte[]>> decode(byte[] bytes, int maxKeys) {
    if (bytes.length == 0) {
      throw new IllegalArgumentException("the session has no bytes");
    }
    if (bytes[0] != VERSION) {
      throw new IllegalArgumentException(
          "the session is of version %d; this client knows version %d"
              .formatted(bytes[0] & 0xFF, VERSION));
    }
    int size = bytes.length - CHECKSUM_BYTES;
    if (size < 1 || storedChecksum(bytes, size) != Crc32c.of(bytes, 0, size)) {
      throw new IllegalArgumentException(
          "the %d bytes of the session were cut or altered (their checksum does not match)"
              .formatted(bytes.length));
    }
    try {
      return read(new ByteReader(bytes, 0, size), maxKeys);
    } catch (MalformedBytesException e) {
      throw new IllegalArgumentException("the session cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<SessionKey, List<byte[]>> read(ByteReader in, int maxKeys) {
    in.readByte();
    int keys = (int) in.readVarint(0, maxKeys, "number of keys");
    Map<SessionKey, List<byte[]>> seen = new LinkedHashMap<>();
    for (int i = 0; i < keys; i++) {
      SessionKey key = new SessionKey(in.readString(), in.readBytes());
      int count = (int) in.readVarint(0, Protocol.MAX_CONTEXTS, "number of contexts");
      List<byte[]> contexts = new ArrayList<>();
      for (int k = 0; k < count; k++) {
        byte[] context = in.readBytes();
        if (context.length == 0) {
          throw new MalformedBytesException("context %d of key %d is empty".formatted(k, i));
        }
        contexts.add(context);
      }
      if (count == 0 || seen.put(key, contexts) != null) {
        throw new MalformedBytesException(
            "key %d of keyspace '%s' is there %s"
                .formatted(i, key.keyspace(), count == 0 ? "without a context" : "twice"));
      }
    }
    in.finish();
    return seen;
  }

  private static int storedChecksum(byte[] bytes, int at) {
    return new ByteReader(bytes, at, CHECKSUM_BYTES).readInt("checksum");
  }
}
