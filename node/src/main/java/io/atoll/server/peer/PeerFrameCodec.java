package io.atoll.server.peer;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.causal.CausalContext;
import io.atoll.replication.Outcome;
import io.atoll.replication.PeerReply;
import io.atoll.replication.PeerRequest;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.ConsistencyLevel;

/** The bytes of peer frames, as FORMAT.md describes them. */
final class PeerFrameCodec {
  private static final int READ = 1;
  private static final int MERGE = 2;
  private static final int COORDINATE = 3;
  private static final int STATE = 16;
  private static final int ACKED = 17;
  private static final int WROTE = 18;
  private static final int FAILED = 19;
  private static final int TOPOLOGY = 32;

  private static final int MAX_MEMBER = Integer.MAX_VALUE;
  private static final int MAX_SPREAD = 64;
  private static final int USUAL_FRAME_BYTES = 256;

  private PeerFrameCodec() {}

  static byte[] encode(PeerFrame frame) {
    ByteWriter out = new ByteWriter(USUAL_FRAME_BYTES);
    write(out, frame);
    return out.toBytes();
  }

  /** Appends the bytes of a frame. */
  static void write(ByteWriter out, PeerFrame frame) {
    switch (frame) {
      case PeerFrame.Question question -> write(out, question);
      case PeerFrame.Answer answer -> write(out, answer);
      case PeerFrame.TopologyMessage message ->
          out.writeByte(TOPOLOGY).writeBytes(message.message());
    }
  }

  private static void write(ByteWriter out, PeerFrame.Question question) {
    switch (question.request()) {
      case PeerRequest.Read read ->
          head(out, READ, question.call())
              .writeVarint(question.sender())
              .writeVarint(read.epoch())
              .writeVarint(read.keyspaceId())
              .writeBytes(read.key());
      case PeerRequest.Merge merge -> {
        head(out, MERGE, question.call())
            .writeVarint(question.sender())
            .writeVarint(merge.epoch())
            .writeVarint(merge.keyspaceId())
            .writeBytes(merge.key())
            .writeBytes(merge.siblings())
            .writeVarint(merge.spreadTo().length);
        for (int member : merge.spreadTo()) {
          out.writeVarint(member);
        }
      }
      case PeerRequest.Coordinate coordinate -> {
        WriteRequest write = coordinate.write();
        head(out, COORDINATE, question.call())
            .writeVarint(question.sender())
            .writeVarint(coordinate.epoch())
            .writeString(write.keyspace())
            .writeBytes(write.key())
            .writeBytes(write.context().encode())
            .writeByte(write.delete() ? 1 : 0)
            .writeString(write.contentType())
            .writeBytes(write.value())
            .writeString(write.level() == null ? "" : write.level().toString())
            .writeVarint(Math.min(write.timeoutMs(), Integer.MAX_VALUE));
      }
    }
  }

  private static void write(ByteWriter out, PeerFrame.Answer answer) {
    switch (answer.reply()) {
      case PeerReply.State state ->
          head(out, STATE, answer.call()).writeVarint(state.epoch()).writeBytes(state.siblings());
      case PeerReply.Acked acked ->
          head(out, ACKED, answer.call()).writeVarint(acked.epoch()).writeVarint(acked.member());
      case PeerReply.Wrote wrote -> {
        head(out, WROTE, answer.call())
            .writeVarint(wrote.epoch())
            .writeBytes(wrote.result().context().encode());
        writeOutcome(out, wrote.result().outcome());
      }
      case PeerReply.Failed failed -> {
        head(out, FAILED, answer.call()).writeVarint(failed.epoch()).writeVarint(failed.member());
        FailureCodec.write(out, failed.failure());
      }
    }
  }

  private static ByteWriter head(ByteWriter out, int kind, long call) {
    return out.writeByte(kind).writeVarint(call);
  }

  /**
   * Reads what {@link #encode} wrote.
   *
   * @throws MalformedBytesException for any other bytes
   */
  static PeerFrame decode(byte[] bytes) {
    ByteReader in = new ByteReader(bytes);
    try {
      PeerFrame frame = read(in);
      in.finish();
      return frame;
    } catch (IllegalArgumentException wrong) {
      throw new MalformedBytesException(wrong.getMessage());
    }
  }

  private static PeerFrame read(ByteReader in) {
    int kind = in.readByte();
    if (kind == TOPOLOGY) {
      return new PeerFrame.TopologyMessage(in.readBytes());
    }
    long call = in.readVarint();
    return switch (kind) {
      case READ -> {
        int sender = in.readVarint(MAX_MEMBER);
        yield new PeerFrame.Question(
            call,
            sender,
            new PeerRequest.Read(in.readVarint(), in.readVarint(MAX_MEMBER), in.readBytes()));
      }
      case MERGE -> {
        int sender = in.readVarint(MAX_MEMBER);
        yield new PeerFrame.Question(call, sender, readMerge(in));
      }
      case COORDINATE -> {
        int sender = in.readVarint(MAX_MEMBER);
        yield new PeerFrame.Question(
            call, sender, new PeerRequest.Coordinate(in.readVarint(), readWrite(in)));
      }
      case STATE ->
          new PeerFrame.Answer(call, new PeerReply.State(in.readVarint(), in.readBytes()));
      case ACKED ->
          new PeerFrame.Answer(
              call, new PeerReply.Acked(in.readVarint(), in.readVarint(MAX_MEMBER)));
      case WROTE ->
          new PeerFrame.Answer(
              call,
              new PeerReply.Wrote(
                  in.readVarint(),
                  new WriteResult(CausalContext.decode(in.readBytes()), readOutcome(in))));
      case FAILED ->
          new PeerFrame.Answer(
              call,
              new PeerReply.Failed(
                  in.readVarint(), in.readVarint(MAX_MEMBER), FailureCodec.read(in)));
      default -> throw new MalformedBytesException("there is no frame of kind " + kind);
    };
  }

  private static PeerRequest.Merge readMerge(ByteReader in) {
    long epoch = in.readVarint();
    int keyspaceId = in.readVarint(MAX_MEMBER);
    byte[] key = in.readBytes();
    byte[] siblings = in.readBytes();
    int[] spreadTo = new int[in.readVarint(MAX_SPREAD)];
    for (int i = 0; i < spreadTo.length; i++) {
      spreadTo[i] = in.readVarint(MAX_MEMBER);
    }
    return new PeerRequest.Merge(epoch, keyspaceId, key, siblings, spreadTo);
  }

  private static WriteRequest readWrite(ByteReader in) {
    String keyspace = in.readString();
    byte[] key = in.readBytes();
    CausalContext context = CausalContext.decode(in.readBytes());
    boolean delete = in.readVarint(1) == 1;
    String contentType = in.readString();
    byte[] value = in.readBytes();
    String level = in.readString();
    ConsistencyLevel parsed = level.isEmpty() ? null : ConsistencyLevel.parse(level);
    int timeoutMs = in.readVarint(Integer.MAX_VALUE);
    return new WriteRequest(keyspace, key, context, delete, contentType, value, parsed, timeoutMs);
  }

  static void writeOutcome(ByteWriter out, Outcome outcome) {
    out.writeVarint(outcome.asked())
        .writeVarint(outcome.answered())
        .writeVarint(outcome.required())
        .writeVarint(outcome.hints())
        .writeVarint(outcome.epoch())
        .writeByte(outcome.overlapping() ? 1 : 0);
  }

  static Outcome readOutcome(ByteReader in) {
    return new Outcome(
        in.readVarint(MAX_SPREAD),
        in.readVarint(MAX_SPREAD),
        in.readVarint(MAX_SPREAD),
        in.readVarint(MAX_SPREAD),
        in.readVarint(),
        in.readVarint(1) == 1);
  }
}
