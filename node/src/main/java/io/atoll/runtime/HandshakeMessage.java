package io.atoll.runtime;

import io.atoll.env.Invariant;
import io.atoll.env.ProtocolVersions;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * One message of the handshake, as FORMAT.md draws it.
 *
 * @param bytes the whole message, header included, exactly as it travels
 */
record HandshakeMessage(Type type, byte[] bytes) {
  static final int MAGIC = 0x4154_4C50;
  static final int HEADER_BYTES = 10;
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
    ByteBuffer body = ByteBuffer.allocate(Type.HELLO.maxBodyBytes);
    body.put((byte) versions.highest());
    putName(body, cluster);
    putName(body, dialerId);
    putName(body, wantedId);
    return of(versions.lowest(), Type.HELLO, body.put(nonce).flip());
  }

  /**
   * @param version what the link will speak
   */
  static HandshakeMessage challenge(int version, String acceptorId, byte[] nonce) {
    ByteBuffer body = ByteBuffer.allocate(Type.CHALLENGE.maxBodyBytes);
    putName(body, acceptorId);
    return of(version, Type.CHALLENGE, body.put(nonce).flip());
  }

  /**
   * @param type {@link Type#PROOF} or {@link Type#WELCOME}
   */
  static HandshakeMessage proof(int version, Type type, byte[] proof, byte[] greeting) {
    ByteBuffer body = ByteBuffer.allocate(proof.length + greeting.length);
    return of(version, type, body.put(proof).put(greeting).flip());
  }

  static HandshakeMessage ready(int version) {
    return of(version, Type.READY, ByteBuffer.allocate(0));
  }

  static HandshakeMessage refusal(LinkFailure reason, String text) {
    byte[] words = text.getBytes(StandardCharsets.UTF_8);
    int length = Math.min(words.length, MAX_TEXT_BYTES);
    ByteBuffer body = ByteBuffer.allocate(1 + length);
    return of(0, Type.REFUSAL, body.put((byte) reason.code()).put(words, 0, length).flip());
  }

  /** The version in the header: see FORMAT.md for what it says in which message. */
  int version() {
    return bytes[VERSION_AT] & 0xFF;
  }

  /** What later versions may say behind the nonce is passed over. */
  Hello asHello() throws MalformedStreamException {
    ByteBuffer body = body(Type.HELLO);
    int highest = fixed(body, 1)[0] & 0xFF;
    if (!ProtocolVersions.valid(version(), highest)) {
      throw malformed("a range of versions from %d to %d".formatted(version(), highest));
    }
    return new Hello(
        new ProtocolVersions(version(), highest),
        name(body),
        name(body),
        name(body),
        fixed(body, NONCE_BYTES));
  }

  /** What later versions may say behind the nonce is passed over. */
  Challenge asChallenge() throws MalformedStreamException {
    ByteBuffer body = body(Type.CHALLENGE);
    return new Challenge(name(body), fixed(body, NONCE_BYTES));
  }

  Proof asProof() throws MalformedStreamException {
    ByteBuffer body = body(type);
    byte[] proof = fixed(body, PROOF_BYTES);
    return new Proof(proof, fixed(body, body.remaining()));
  }

  Refusal asRefusal() throws MalformedStreamException {
    ByteBuffer body = body(Type.REFUSAL);
    LinkFailure reason = LinkFailure.ofCode(fixed(body, 1)[0]);
    return new Refusal(reason, StandardCharsets.UTF_8.decode(body).toString());
  }

  private ByteBuffer body(Type expected) {
    Invariant.check(type == expected, "a handshake message is read as what it is");
    return ByteBuffer.wrap(bytes).position(HEADER_BYTES);
  }

  private static HandshakeMessage of(int version, Type type, ByteBuffer body) {
    ByteBuffer out = ByteBuffer.allocate(HEADER_BYTES + body.remaining());
    out.putInt(MAGIC).put((byte) version).put((byte) type.code).putInt(body.remaining()).put(body);
    return new HandshakeMessage(type, out.array());
  }

  private static void putName(ByteBuffer out, String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    out.putShort((short) bytes.length).put(bytes);
  }

  private static String name(ByteBuffer in) throws MalformedStreamException {
    byte[] length = fixed(in, 2);
    int count = ByteBuffer.wrap(length).getShort() & 0xFFFF;
    if (count < 1 || count > RuntimeSettings.MAX_NAME_BYTES) {
      throw malformed("a name of %d bytes".formatted(count));
    }
    return new String(fixed(in, count), StandardCharsets.UTF_8);
  }

  private static byte[] fixed(ByteBuffer in, int count) throws MalformedStreamException {
    if (in.remaining() < count) {
      throw malformed("%d bytes where %d are needed".formatted(in.remaining(), count));
    }
    byte[] bytes = new byte[count];
    in.get(bytes);
    return bytes;
  }

  private static MalformedStreamException malformed(String what) {
    return new MalformedStreamException(LinkFailure.MALFORMED, what);
  }
}
