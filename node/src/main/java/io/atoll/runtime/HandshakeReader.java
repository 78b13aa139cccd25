package io.atoll.runtime;

import io.atoll.bytes.ByteReader;
import io.netty.buffer.ByteBuf;
import java.util.HexFormat;
import java.util.Optional;

/**
 * Cuts the first bytes of a connection into handshake messages. Trusts nothing: a message must
 * carry the magic and be the awaited one or a refusal, before a byte is allotted for its body.
 */
final class HandshakeReader {
  private final byte[] header = new byte[HandshakeMessage.HEADER_BYTES];
  private int headerBytes;
  private HandshakeMessage.Type type;
  private byte[] message;
  private int messageBytes;

  /**
   * Takes bytes up to the end of the next message.
   *
   * @return the message, or empty when more bytes are needed
   */
  Optional<HandshakeMessage> read(ByteBuf in, HandshakeMessage.Type awaited)
      throws MalformedStreamException {
    if (message == null) {
      int count = Math.min(in.readableBytes(), header.length - headerBytes);
      in.readBytes(header, headerBytes, count);
      headerBytes += count;
      checkMagic();
      if (headerBytes < header.length) {
        return Optional.empty();
      }
      headerBytes = 0;
      startBody(awaited);
    }
    int count = Math.min(in.readableBytes(), message.length - messageBytes);
    in.readBytes(message, messageBytes, count);
    messageBytes += count;
    if (messageBytes < message.length) {
      return Optional.empty();
    }
    HandshakeMessage whole = new HandshakeMessage(type, message);
    message = null;
    return Optional.of(whole);
  }

  private void checkMagic() throws MalformedStreamException {
    for (int i = 0; i < Math.min(headerBytes, Integer.BYTES); i++) {
      if (header[i] != (byte) (HandshakeMessage.MAGIC >>> (24 - 8 * i))) {
        throw new MalformedStreamException(
            LinkFailure.NOT_ATOLL,
            "the first bytes are %s (%s)"
                .formatted(HexFormat.of().formatHex(header, 0, headerBytes), printable()));
      }
    }
  }

  private void startBody(HandshakeMessage.Type awaited) throws MalformedStreamException {
    int code = header[5] & 0xFF;
    if (code == awaited.code()) {
      type = awaited;
    } else if (code == HandshakeMessage.Type.REFUSAL.code()) {
      type = HandshakeMessage.Type.REFUSAL;
    } else {
      throw malformed("a message of type %d where %s was awaited".formatted(code, awaited));
    }
    int length = new ByteReader(header, 6, Integer.BYTES).readInt("length");
    if (length < 0 || length > type.maxBodyBytes()) {
      throw malformed(
          "a %s of %d bytes, the bound is %d"
              .formatted(type, Integer.toUnsignedLong(length), type.maxBodyBytes()));
    }
    message = new byte[header.length + length];
    System.arraycopy(header, 0, message, 0, header.length);
    messageBytes = header.length;
  }

  private String printable() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < headerBytes; i++) {
      text.append(header[i] >= ' ' && header[i] < 127 ? (char) header[i] : '.');
    }
    return text.toString();
  }

  private static MalformedStreamException malformed(String what) {
    return new MalformedStreamException(LinkFailure.MALFORMED, what);
  }
}
