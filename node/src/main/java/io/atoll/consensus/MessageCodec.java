package io.atoll.consensus;

import io.atoll.consensus.Message.Accept;
import io.atoll.consensus.Message.Accepted;
import io.atoll.consensus.Message.Decided;
import io.atoll.consensus.Message.Fetch;
import io.atoll.consensus.Message.Fetched;
import io.atoll.consensus.Message.Prepare;
import io.atoll.consensus.Message.Promise;
import io.atoll.consensus.Message.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Messages as bytes; the layout is in {@code FORMAT.md}. */
public final class MessageCodec {
  /** The largest encoded message. */
  public static final int MAX_BYTES = TopologyLogSettings.MAX_VALUE_BYTES + 4096 + 1024;

  static final int VERSION = 1;

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
    ByteSink out = new ByteSink().u8(VERSION);
    switch (message) {
      case Prepare m -> out.u8(PREPARE).i64(m.epoch()).ballot(m.ballot());
      case Promise m -> {
        out.u8(PROMISE).i64(m.epoch()).ballot(m.ballot()).u8(m.vote().isPresent() ? 1 : 0);
        m.vote().ifPresent(out::vote);
      }
      case Accept m -> out.u8(ACCEPT).i64(m.epoch()).ballot(m.ballot()).bytes(m.value());
      case Accepted m -> out.u8(ACCEPTED).i64(m.epoch()).ballot(m.ballot());
      case Refused m -> out.u8(REFUSED).i64(m.epoch()).ballot(m.ballot()).ballot(m.promised());
      case Decided m -> out.u8(DECIDED).i64(m.epoch()).bytes(m.value());
      case Fetch m -> out.u8(FETCH).i64(m.fromEpoch());
      case Fetched m -> {
        out.u8(FETCHED).i64(m.newestEpoch()).i64(m.firstEpoch()).i32(m.values().size());
        m.values().forEach(out::bytes);
      }
    }
    return out.toBytes();
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedBytesException saying what is wrong, for any other bytes
   */
  public static Message decode(byte[] bytes) {
    ByteSource in = new ByteSource(bytes, "topology message");
    if (bytes.length > MAX_BYTES) {
      throw in.malformed(bytes.length + " bytes long, expected at most " + MAX_BYTES);
    }
    int version = in.u8("version");
    if (version != VERSION) {
      throw in.malformed("version " + version + ", expected " + VERSION);
    }
    int kind = in.u8("kind");
    Message message =
        switch (kind) {
          case PREPARE -> new Prepare(epoch(in), in.ballot("ballot"));
          case PROMISE -> new Promise(epoch(in), in.ballot("ballot"), optionalVote(in));
          case ACCEPT -> new Accept(epoch(in), in.ballot("ballot"), in.bytes("value"));
          case ACCEPTED -> new Accepted(epoch(in), in.ballot("ballot"));
          case REFUSED -> new Refused(epoch(in), in.ballot("ballot"), in.ballot("promised"));
          case DECIDED -> new Decided(epoch(in), in.bytes("value"));
          case FETCH -> new Fetch(epoch(in));
          case FETCHED -> new Fetched(epoch(in), in.count("firstEpoch", 1), values(in));
          default -> throw in.malformed("unknown kind " + kind);
        };
    in.end();
    return message;
  }

  private static long epoch(ByteSource in) {
    return in.count("epoch", 1);
  }

  private static Optional<Vote> optionalVote(ByteSource in) {
    return in.flag("has vote") ? Optional.of(in.vote("vote")) : Optional.empty();
  }

  /** A count and that many values; also part of the durable state. */
  static List<byte[]> values(ByteSource in) {
    int count = in.i32("value count");
    if (count < 0 || count > TopologyLogSettings.MAX_HISTORY_EPOCHS) {
      throw in.malformed(
          "%d values, expected 0 to %d".formatted(count, TopologyLogSettings.MAX_HISTORY_EPOCHS));
    }
    List<byte[]> values = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      values.add(in.bytes("value"));
    }
    return values;
  }
}
