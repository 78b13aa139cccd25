package io.atoll.repair;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.causal.VersionVector;
import io.atoll.peer.PeerCodec;
import io.atoll.repair.sketch.SketchKey;
import io.atoll.ring.TokenRange;
import io.atoll.wire.Tokens;
import java.util.ArrayList;
import java.util.List;

/** The bytes of an exchange; see FORMAT.md. */
final class ExchangeCodec {
  static final PeerCodec<ExchangeQuestion> QUESTIONS = new Questions();
  static final PeerCodec<ExchangeAnswer> ANSWERS = new Answers();

  private static final int TOKENS = 1;
  private static final int RANGE = 2;
  private static final int EXCHANGED = 1;
  private static final int DECLINED = 2;
  private static final int SHORTEST_SUMMARY_BYTES = 9;
  private static final int SHORTEST_ENTRY_BYTES = 2;

  private ExchangeCodec() {}

  private static void write(ByteWriter out, KeyPlace place) {
    out.writeByte(place == null ? 0 : 1);
    if (place != null) {
      out.writeLong(place.token()).writeBytes(place.key());
    }
  }

  private static KeyPlace readPlace(ByteReader in) {
    return in.readVarint(1) == 0 ? null : new KeyPlace(in.readLong("token"), in.readBytes("key"));
  }

  private static final class Questions implements PeerCodec<ExchangeQuestion> {
    @Override
    public void write(ByteWriter out, ExchangeQuestion question, int version) {
      out.writeVarint(question.epoch());
      out.writeVarint(question.momentMs());
      out.writeVarint(question.keyspaceId());
      switch (question.extent()) {
        case Extent.Tokens(long[] tokens) -> {
          out.writeByte(TOKENS).writeVarint(tokens.length);
          for (long token : tokens) {
            out.writeLong(token);
          }
        }
        case Extent.Range(TokenRange tokens) ->
            out.writeByte(RANGE).writeLong(tokens.from()).writeLong(tokens.toExclusive());
      }
      ExchangeCodec.write(out, question.after());
      ExchangeCodec.write(out, question.upto());
      out.writeVarint(question.summaries().size());
      for (KeySummary summary : question.summaries()) {
        out.writeBytes(summary.place().key());
        out.writeLong(summary.weight());
        if (!summary.isUnsettled()) {
          out.writeBytes(summary.seen().encode());
        }
      }
    }

    @Override
    public ExchangeQuestion read(ByteReader in, int version) {
      long epoch = in.readVarint();
      long momentMs = in.readVarint();
      int keyspaceId = in.readVarint(Integer.MAX_VALUE);
      return new ExchangeQuestion(
          epoch,
          momentMs,
          keyspaceId,
          readExtent(in),
          readPlace(in),
          readPlace(in),
          readSummaries(in, keyspaceId));
    }

    private static Extent readExtent(ByteReader in) {
      int at = in.position();
      try {
        return switch (in.readByte("kind of extent")) {
          case TOKENS -> {
            long[] tokens = new long[(int) in.readVarint(1, Extent.MAX_TOKENS, "tokens")];
            for (int i = 0; i < tokens.length; i++) {
              tokens[i] = in.readLong("token");
            }
            yield new Extent.Tokens(tokens);
          }
          case RANGE ->
              new Extent.Range(
                  new TokenRange(in.readLong("first token"), in.readLong("end of tokens")));
          default -> throw in.malformedAt(at, "an extent that is neither tokens nor a range");
        };
      } catch (IllegalArgumentException wrong) {
        throw in.malformedAt(at, wrong.getMessage());
      }
    }

    private static List<KeySummary> readSummaries(ByteReader in, int keyspaceId) {
      int count = in.readCount(SHORTEST_SUMMARY_BYTES, "summaries");
      List<KeySummary> summaries = new ArrayList<>(count);
      KeyPlace last = null;
      for (int i = 0; i < count; i++) {
        int at = in.position();
        byte[] key = in.readBytes("key");
        KeyPlace place = new KeyPlace(Tokens.of(keyspaceId, key), key);
        if (last != null && place.compareTo(last) <= 0) {
          throw in.malformedAt(at, "key %s is not after %s".formatted(place, last));
        }
        last = place;
        long weight = in.readLong("weight");
        summaries.add(
            weight == SketchKey.NO_WEIGHT
                ? KeySummary.unsettled(place)
                : new KeySummary(place, weight, VersionVector.decode(in.readBytes("seen"))));
      }
      return summaries;
    }
  }

  private static final class Answers implements PeerCodec<ExchangeAnswer> {
    @Override
    public void write(ByteWriter out, ExchangeAnswer answer, int version) {
      switch (answer) {
        case ExchangeAnswer.Exchanged exchanged -> {
          out.writeByte(EXCHANGED).writeVarint(exchanged.epoch());
          out.writeVarint(exchanged.entries().size());
          for (ExchangeAnswer.Entry entry : exchanged.entries()) {
            out.writeBytes(entry.key()).writeBytes(entry.state());
          }
          out.writeVarint(exchanged.wanted().length);
          for (int index : exchanged.wanted()) {
            out.writeVarint(index);
          }
          ExchangeCodec.write(out, exchanged.through());
          out.writeVarint(exchanged.differing()).writeVarint(exchanged.unsettled());
        }
        case ExchangeAnswer.Declined declined ->
            out.writeByte(DECLINED).writeVarint(declined.epoch()).writeString(declined.why());
      }
    }

    @Override
    public ExchangeAnswer read(ByteReader in, int version) {
      int at = in.position();
      return switch (in.readByte("kind of answer")) {
        case EXCHANGED -> readExchanged(in);
        case DECLINED -> new ExchangeAnswer.Declined(in.readVarint(), in.readString("reason"));
        default -> throw in.malformedAt(at, "an answer of an unknown kind");
      };
    }

    private static ExchangeAnswer readExchanged(ByteReader in) {
      long epoch = in.readVarint();
      int count = in.readCount(SHORTEST_ENTRY_BYTES, "entries");
      List<ExchangeAnswer.Entry> entries = new ArrayList<>(count);
      for (int i = 0; i < count; i++) {
        entries.add(new ExchangeAnswer.Entry(in.readBytes("key"), in.readBytes("state")));
      }
      int[] wanted = new int[in.readCount(1, "wanted states")];
      for (int i = 0; i < wanted.length; i++) {
        wanted[i] = in.readVarint(Integer.MAX_VALUE);
      }
      return new ExchangeAnswer.Exchanged(
          epoch,
          entries,
          wanted,
          readPlace(in),
          in.readVarint(Integer.MAX_VALUE),
          in.readVarint(Integer.MAX_VALUE));
    }
  }
}
