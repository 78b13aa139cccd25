package io.atoll.client;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.wire.Protocol;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;

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
    int checksum = checksum(out.array(), out.size());
    for (int i = CHECKSUM_BYTES - 1; i >= 0; i--) {
      out.writeByte(checksum >>> Byte.SIZE * i);
    }
    return out.toBytes();
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
    if (size < 1 || storedChecksum(bytes, size) != checksum(bytes, size)) {
      throw new IllegalArgumentException(
          "the %d bytes of the session were cut or altered (their checksum does not match)"
              .formatted(bytes.length));
    }
    try {
      return read(new ByteReader(Arrays.copyOf(bytes, size)), maxKeys);
    } catch (MalformedBytesException e) {
      throw new IllegalArgumentException("the session cannot be read: " + e.getMessage(), e);
    }
  }

  private static Map<SessionKey, List<byte[]>> read(ByteReader in, int maxKeys) {
    in.readByte();
    int keys = in.readVarint(maxKeys);
    Map<SessionKey, List<byte[]>> seen = new LinkedHashMap<>();
    for (int i = 0; i < keys; i++) {
      SessionKey key = new SessionKey(in.readString(), in.readBytes());
      int count = in.readVarint(Protocol.MAX_CONTEXTS);
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
    int checksum = 0;
    for (int i = 0; i < CHECKSUM_BYTES; i++) {
      checksum = checksum << Byte.SIZE | bytes[at + i] & 0xFF;
    }
    return checksum;
  }

  private static int checksum(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }
}
