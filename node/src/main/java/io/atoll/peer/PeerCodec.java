package io.atoll.peer;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;

/**
 * The bytes of one thing that travels. Stateless.
 *
 * @param <T> what travels
 */
public interface PeerCodec<T> {
  /**
   * Appends a value.
   *
   * @param version what the link speaks, of {@link io.atoll.env.ProtocolVersions}
   */
  void write(ByteWriter out, T value, int version);

  /**
   * Reads what {@link #write} wrote, up to its end.
   *
   * @throws io.atoll.bytes.MalformedBytesException for any other bytes, and for nothing else
   */
  T read(ByteReader in, int version);
}
