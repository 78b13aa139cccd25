package io.atoll.runtime;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.env.Invariant;
import io.atoll.env.NodeCredentials;
import io.atoll.env.ProtocolVersions;
import java.nio.charset.StandardCharsets;
import java.util.function.Function;

/**
 * One message of the handshake, as FORMAT.md draws it.
 *
 * @param bytes the whole message, header included, exactly as it travels
 */
record HandshakeMessage(Type type, byte[] bytes) {
  static final int MAGIC = 0x4154_4C50;
  static final int HEADER_BYTES = 10;
  private static final int USUAL_BYTES = 256;
  private static final int VERSION_AT = 4;
  static final int NONCE_BYTES = 32;
  static final int PROOF_BYTES = 32;
  static final int MAX_TEXT_BYTES = 16 * 1024;

  /** What a message is; the bound is that of its body. */
  enum Type {
    HELLO(1, 1_024),
    CHALLENGE(2, 512),
    PROOF(3, PROOF_BYTES + PeerGreeting.MAX_BYTES),
    WELCOME(4, PROOF_BYTES + PeerGreeting.MAX_BYTES),
    READY(5, 0),
    REFUSAL(6, 1 + MAX_TEXT_BYTES);

    private final int code;
    private final int maxBodyBytes;

    Type(int code, int maxBodyBytes) {
      this.code = code;
      this.maxBodyBytes = maxBodyBytes;
    }

    int code() {
      return code;
    }

    int maxBodyBytes() {
      return maxBodyBytes;
    }
  }

  record Hello(
      ProtocolVersions versions, String cluster, String dialerId, String wantedId, byte[] nonce) {}

  record Challenge(String acceptorId, byte[] nonce) {}

  record Proof(byte[] proof, byte[] greeting) {}

  record Refusal(LinkFailure reason, String text) {}

  static HandshakeMessage hello(
      ProtocolVersions versions, String cluster, String dialerId, String wantedId, byte[] nonce) {
    ByteWriter out = begin(versions.lowest(), Type.HELLO).writeByte(versions.highest());
    writeName(out, cluster);
    writeName(out, dialerId);
    writeName(out, wantedId);
    return end(Type.HELLO, out.writeRaw(nonce));
  }

  /**
   * @param version what the link will speak
   */
  static HandshakeMessage challenge(int version, String acceptorId, byte[] nonce) {
    ByteWriter out = begin(version, Type.CHALLENGE);
    writeName(out, acceptorId);
    return end(Type.CHALLENGE, out.writeRaw(nonce));
  }

  /**
   * @param type {@link Type#PROOF} or {@link Type#WELCOME}
   */
  static HandshakeMessage proof(int version, Type type, byte[] proof, byte[] greeting) {
    return end(type, begin(version, type).writeRaw(proof).writeRaw(greeting));
  }

  static HandshakeMessage ready(int version) {
    return end(Type.READY, begin(version, Type.READY));
  }

  static HandshakeMessage refusal(LinkFailure reason, String text) {
    byte[] words = text.getBytes(StandardCharsets.UTF_8);
    ByteWriter out = begin(0, Type.REFUSAL).writeByte(reason.code());
    return end(Type.REFUSAL, out.writeRaw(words, 0, Math.min(words.length, MAX_TEXT_BYTES)));
  }

  /** The version in the header: see FORMAT.md for what it says in which message. */
  int version() {
    return bytes[VERSION_AT] & 0xFF;
  }

  /** What later versions may say behind the nonce is passed over. */
  Hello asHello() throws MalformedStreamException {
    return read(
        Type.HELLO,
        in ->
            new Hello(
                readVersions(in),
                readName(in, "name of the cluster"),
                readName(in, "name of the dialer"),
                readName(in, "name of the wanted node"),
                in.readRaw(NONCE_BYTES, "nonce")));
  }

  /** What later versions may say behind the nonce is passed over. */
  Challenge asChallenge() throws MalformedStreamException {
    return read(
        Type.CHALLENGE,
        in ->
            new Challenge(readName(in, "name of the acceptor"), in.readRaw(NONCE_BYTES, "nonce")));
  }

  Proof asProof() throws MalformedStreamException {
    return read(
        type,
        in -> new Proof(in.readRaw(PROOF_BYTES, "proof"), in.readRaw(in.remaining(), "greeting")));
  }

  Refusal asRefusal() throws MalformedStreamException {
    return read(
        Type.REFUSAL,
        in -> {
          LinkFailure reason = LinkFailure.ofCode(in.readByte("reason"));
          // The text may be cut within a character.
          byte[] words = in.readRaw(in.remaining(), "text");
          return new Refusal(reason, new String(words, StandardCharsets.UTF_8));
        });
  }

  private <T> T read(Type expected, Function<ByteReader, T> body) throws MalformedStreamException {
    Invariant.check(type == expected, "a handshake message is read as what it is");
    try {
      return body.apply(new ByteReader(bytes, HEADER_BYTES, bytes.length - HEADER_BYTES));
    } catch (MalformedBytesException wrong) {
      throw new MalformedStreamException(
          LinkFailure.MALFORMED, "the body of %s: %s".formatted(type, wrong.getMessage()));
    }
  }

  private static ByteWriter begin(int version, Type type) {
    ByteWriter out = new ByteWriter(USUAL_BYTES);
    out.writeInt(MAGIC).writeByte(version).writeByte(type.code);
    out.beginFrame();
    return out;
  }

  private static HandshakeMessage end(Type type, ByteWriter out) {
    out.endFrame(HEADER_BYTES);
    return new HandshakeMessage(type, out.toBytes());
  }

  private ProtocolVersions readVersions(ByteReader in) {
    int highest = in.readByte("highest version");
    if (!ProtocolVersions.valid(version(), highest)) {
      throw in.malformedAt(0, "a range of versions from %d to %d".formatted(version(), highest));
    }
    return new ProtocolVersions(version(), highest);
  }

  private static void writeName(ByteWriter out, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    out.writeShort(bytes.length).writeRaw(bytes);
  }

  private static String readName(ByteReader in, String field) {
    int position = in.position();
    int length = in.readShort(field);
    if (length < 1 || length > NodeCredentials.MAX_NAME_BYTES) {
      throw in.malformedAt(
          position,
          "%s has %d bytes; must have 1 to %d"
              .formatted(field, length, NodeCredentials.MAX_NAME_BYTES));
    }
    return in.readString(length, field);
  }
}
