package io.atoll.peer;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.MalformedBytesException;

/**
 * What stands before the payload of a frame: a flyweight that is filled for each frame anew. Which
 * fields hold anything depends on the kind.
 */
final class FrameHead {
  static final int REQUEST = 1;
  static final int REPLY = 2;
  static final int NOT_SERVED = 3;
  static final int MESSAGE = 4;
  static final int FIRST_PART = 5;
  static final int PART = 6;
  static final int OPEN = 8;
  static final int CREDIT = 9;
  static final int CANCEL = 10;
  static final int CHUNK = 11;
  static final int END = 12;
  static final int ABORT = 13;

  /** From this version on a request says how long its asker waits. */
  static final int TIME_LEFT_VERSION = 2;

  /** From this version on a message may come in parts. */
  static final int PARTS_VERSION = 3;

  /** How long an asker is taken to wait that does not say so. */
  static final long USUAL_TIME_LEFT_MS = 10_000;

  private int kind;
  private int protocol;
  private int call;
  private long number;
  private int asker;
  private long timeLeftMs;
  private int credit;
  private int totalBytes;

  /** Reads the head and leaves the reader at the payload. */
  void read(ByteReader in, int version) {
    kind = in.readByte();
    switch (kind) {
      case REQUEST -> {
        readKindOfCall(in);
        number = in.readVarint();
        asker = in.readVarint(Integer.MAX_VALUE);
        timeLeftMs =
            version >= TIME_LEFT_VERSION ? in.readVarint(Integer.MAX_VALUE) : USUAL_TIME_LEFT_MS;
      }
      case REPLY, NOT_SERVED, CANCEL, CHUNK, END, ABORT -> number = in.readVarint();
      case MESSAGE -> readKindOfCall(in);
      case FIRST_PART, PART -> readPart(in, version);
      case OPEN -> {
        readKindOfCall(in);
        number = in.readVarint();
        asker = in.readVarint(Integer.MAX_VALUE);
        readCredit(in);
      }
      case CREDIT -> {
        number = in.readVarint();
        readCredit(in);
      }
      default -> throw new MalformedBytesException("there is no frame of kind " + kind);
    }
  }

  private void readPart(ByteReader in, int version) {
    if (version < PARTS_VERSION) {
      throw new MalformedBytesException("there are no parts in version " + version);
    }
    number = in.readVarint();
    totalBytes = kind == FIRST_PART ? in.readVarint(Integer.MAX_VALUE) : 0;
  }

  private void readCredit(ByteReader in) {
    credit = in.readVarint(StreamSettings.MAX_WINDOW_BYTES);
    if (credit == 0) {
      throw new MalformedBytesException("0 bytes were granted to a stream");
    }
  }

  private void readKindOfCall(ByteReader in) {
    protocol = in.readVarint(PeerProtocol.MAX_NUMBER);
    call = in.readVarint(PeerProtocol.MAX_NUMBER);
  }

  int kind() {
    return kind;
  }

  int protocol() {
    return protocol;
  }

  int call() {
    return call;
  }

  /** The number of a call or a stream, given by who asks, or that of a message in parts. */
  long number() {
    return number;
  }

  int asker() {
    return asker;
  }

  long timeLeftMs() {
    return timeLeftMs;
  }

  /** How many bytes the asker of a stream takes, or takes more. */
  int credit() {
    return credit;
  }

  /** How long a message is whose first part this is. */
  int totalBytes() {
    return totalBytes;
  }

  /** Reads the rest of a frame. */
  static <T> T payload(PeerCodec<T> codec, ByteReader in, int version) {
    try {
      T value = codec.read(in, version);
      in.finish();
      return value;
    } catch (MalformedBytesException garbage) {
      throw new MalformedFrameException(garbage);
    }
  }
}
