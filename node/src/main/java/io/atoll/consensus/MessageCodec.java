package io.atoll.consensus;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.consensus.Message.Decided;
import io.atoll.consensus.Message.Fetch;
import io.atoll.consensus.Message.Fetched;
import io.atoll.consensus.Message.OfInstance;
import io.atoll.synod.Ballot;
import io.atoll.synod.SynodMessage;
import io.atoll.synod.SynodMessage.Accept;
import io.atoll.synod.SynodMessage.Accepted;
import io.atoll.synod.SynodMessage.Prepare;
import io.atoll.synod.SynodMessage.Promise;
import io.atoll.synod.SynodMessage.Refused;

/** Messages as bytes; the layout is in {@code FORMAT.md}. */
public final class MessageCodec {
  /** The largest encoded message. */
  public static final int MAX_BYTES = TopologyLogSettings.MAX_VALUE_BYTES + 4096 + 1024;

  static final int VERSION = 1;

  private static final int USUAL_BYTES = 256;

  private static final int PREPARE = 1;
  private static final int PROMISE = 2;
  private static final int ACCEPT = 3;
  private static final int ACCEPTED = 4;
  private static final int REFUSED = 5;
  private static final int DECIDED = 6;
  private static final int FETCH = 7;
  private static final int FETCHED = 8;

  private MessageCodec() {}

  public static byte[] encode(Message message) {
    ByteWriter out = new ByteWriter(USUAL_BYTES).writeByte(VERSION);
    switch (message) {
      case OfInstance m -> writeOfInstance(out, m.epoch(), m.message());
      case Decided m -> {
        out.writeByte(DECIDED).writeLong(m.epoch());
        Elements.writeValue(out, m.value());
      }
      case Fetch m -> out.writeByte(FETCH).writeLong(m.fromEpoch());
      case Fetched m -> {
        out.writeByte(FETCHED).writeLong(m.newestEpoch()).writeLong(m.firstEpoch());
        Elements.writeValues(out, m.values());
      }
    }
    return out.toBytes();
  }

  private static void writeOfInstance(ByteWriter out, long epoch, SynodMessage<byte[]> message) {
    switch (message) {
      case Prepare<byte[]> m -> head(out, PREPARE, epoch, m.ballot());
      case Promise<byte[]> m -> {
        head(out, PROMISE, epoch, m.ballot());
        Elements.writeOptionalVote(out, m.vote());
      }
      case Accept<byte[]> m -> {
        head(out, ACCEPT, epoch, m.ballot());
        Elements.writeValue(out, m.value());
      }
      case Accepted<byte[]> m -> head(out, ACCEPTED, epoch, m.ballot());
      case Refused<byte[]> m -> {
        head(out, REFUSED, epoch, m.ballot());
        Elements.writeBallot(out, m.promised());
      }
    }
  }

  private static void head(ByteWriter out, int kind, long epoch, Ballot ballot) {
    out.writeByte(kind).writeLong(epoch);
    Elements.writeBallot(out, ballot);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedBytesException saying what is wrong, for any other bytes
   */
  public static Message decode(byte[] bytes) {
    try {
      return read(new ByteReader(bytes));
    } catch (MalformedBytesException wrong) {
      throw wrong.within("topology message");
    }
  }

  private static Message read(ByteReader in) {
    if (in.remaining() > MAX_BYTES) {
      throw in.malformedAt(
          MAX_BYTES, "%d bytes long; must be at most %d".formatted(in.remaining(), MAX_BYTES));
    }
    int version = in.readByte("version");
    if (version != VERSION) {
      throw in.malformedAt(0, "version is " + version + "; must be " + VERSION);
    }
    int kind = in.readByte("kind");
    Message message =
        switch (kind) {
          case PREPARE, PROMISE, ACCEPT, ACCEPTED, REFUSED ->
              new OfInstance(epoch(in), readOfInstance(in, kind));
          case DECIDED -> new Decided(epoch(in), Elements.readValue(in));
          case FETCH -> new Fetch(epoch(in));
          case FETCHED ->
              new Fetched(
                  epoch(in), Elements.readNumber(in, 1, "first epoch"), Elements.readValues(in));
          default -> throw in.malformedAt(1, "there is no message of kind " + kind);
        };
    in.finish();
    return message;
  }

  private static SynodMessage<byte[]> readOfInstance(ByteReader in, int kind) {
    Ballot ballot = Elements.readBallot(in, "ballot");
    return switch (kind) {
      case PREPARE -> new Prepare<>(ballot);
      case PROMISE -> new Promise<>(ballot, Elements.readOptionalVote(in));
      case ACCEPT -> new Accept<>(ballot, Elements.readValue(in));
      case ACCEPTED -> new Accepted<>(ballot);
      default -> new Refused<>(ballot, Elements.readBallot(in, "promised ballot"));
    };
  }

  private static long epoch(ByteReader in) {
    return Elements.readNumber(in, 1, "epoch");
  }
}
