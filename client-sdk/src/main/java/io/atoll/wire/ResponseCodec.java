package io.atoll.wire;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import java.util.ArrayList;
import java.util.List;

/** The bytes of responses, as FORMAT.md describes them. */
public final class ResponseCodec {
  private static final int WELCOME = 64;
  private static final int VALUES = 65;
  private static final int WRITTEN = 66;
  private static final int FAILED = 67;
  private static final int VIEW = 68;
  private static final int PONG = 69;
  private static final int GO_AWAY = 70;
  private static final int SOME_VALUES = 71;

  private static final int OVERLAPPING = 1;
  private static final int DELETED = 1;
  private static final int MIN_VALUE_BYTES = 2;
  private static final int MAX_REPLICAS = 9999;

  private ResponseCodec() {}

  /** Who takes a decoded response. */
  @FunctionalInterface
  public interface Sink {
    /**
     * One response.
     *
     * @param number of the request that it answers; 0 for {@link Response.Welcome} and {@link
     *     Response.GoAway}
     */
    void response(long number, Response response);
  }

  /** Appends a response as a frame. */
  public static void write(ByteWriter out, long number, Response response) {
    int frame = out.beginFrame();
    switch (response) {
      case Response.Welcome welcome -> writeWelcome(out.writeByte(WELCOME).writeVarint(0), welcome);
      case Response.Values values -> {
        beginValues(
            out,
            number,
            values.epoch(),
            values.outcome(),
            values.context(),
            values.deleted(),
            values.values().size());
        for (Response.Value value : values.values()) {
          addValue(out, value.contentType(), value.value());
        }
      }
      case Response.SomeValues some -> {
        beginSomeValues(out, number, some.values().size());
        for (Response.Value value : some.values()) {
          addValue(out, value.contentType(), value.value());
        }
      }
      case Response.Written written ->
          writeWritten(out, number, written.epoch(), written.outcome(), written.context());
      case Response.Failed failed ->
          answer(out, FAILED, number, failed.epoch(), failed.outcome())
              .writeByte(failed.code().code())
              .writeString(failed.message());
      case Response.View view -> out.writeByte(VIEW).writeVarint(number).writeBytes(view.encoded());
      case Response.Pong pong -> out.writeByte(PONG).writeVarint(number);
      case Response.GoAway goAway ->
          out.writeByte(GO_AWAY)
              .writeVarint(0)
              .writeByte(reasonCode(goAway.reason()))
              .writeString(goAway.message());
    }
    out.endFrame(frame);
  }

  /**
   * Reads one frame.
   *
   * @throws MalformedBytesException when it is no response; nothing was handed on
   */
  public static void read(ByteReader in, Sink sink) {
    int kind = in.readByte();
    long number = in.readVarint();
    Response response =
        switch (kind) {
          case WELCOME -> readWelcome(in);
          case VALUES -> readValues(in);
          case SOME_VALUES -> new Response.SomeValues(readValueList(in));
          case WRITTEN -> new Response.Written(in.readVarint(), readOutcome(in), in.readBytes());
          case FAILED ->
              new Response.Failed(
                  in.readVarint(), readOutcome(in), FailureCode.of(in.readByte()), in.readString());
          case VIEW -> new Response.View(in.readBytes());
          case PONG -> new Response.Pong();
          case GO_AWAY -> new Response.GoAway(reason(in.readByte()), in.readString());
          default -> throw new MalformedBytesException("there is no response of kind " + kind);
        };
    in.finish();
    sink.response(number, response);
  }

  /**
   * Writes a {@link Response.Values} up to its values, within a frame; as many calls of {@link
   * #addValue} must follow. For a node that has the parts and needs no object around them.
   */
  public static void beginValues(
      ByteWriter out,
      long number,
      long epoch,
      Outcome outcome,
      byte[] context,
      boolean deleted,
      int values) {
    answer(out, VALUES, number, epoch, outcome)
        .writeBytes(context)
        .writeByte(deleted ? DELETED : 0)
        .writeVarint(values);
  }

  /**
   * Writes a {@link Response.SomeValues} up to its values, within a frame, as {@link #beginValues}
   * does.
   */
  public static void beginSomeValues(ByteWriter out, long number, int values) {
    out.writeByte(SOME_VALUES).writeVarint(number).writeVarint(values);
  }

  /** Writes one value of what was begun. */
  public static void addValue(ByteWriter out, String contentType, byte[] value) {
    out.writeString(contentType).writeBytes(value);
  }

  /** Writes the parts of a {@link Response.Written}, within a frame. */
  public static void writeWritten(
      ByteWriter out, long number, long epoch, Outcome outcome, byte[] context) {
    answer(out, WRITTEN, number, epoch, outcome).writeBytes(context);
  }

  private static ByteWriter answer(
      ByteWriter out, int kind, long number, long epoch, Outcome outcome) {
    return out.writeByte(kind)
        .writeVarint(number)
        .writeVarint(epoch)
        .writeVarint(outcome.asked())
        .writeVarint(outcome.answered())
        .writeVarint(outcome.required())
        .writeVarint(outcome.hints())
        .writeByte(outcome.overlapping() ? OVERLAPPING : 0);
  }

  private static Outcome readOutcome(ByteReader in) {
    return new Outcome(
        in.readVarint(MAX_REPLICAS),
        in.readVarint(MAX_REPLICAS),
        in.readVarint(MAX_REPLICAS),
        in.readVarint(MAX_REPLICAS),
        flag(in, OVERLAPPING));
  }

  private static Response readValues(ByteReader in) {
    long epoch = in.readVarint();
    Outcome outcome = readOutcome(in);
    byte[] context = in.readBytes();
    boolean deleted = flag(in, DELETED);
    return new Response.Values(epoch, outcome, context, deleted, readValueList(in));
  }

  private static List<Response.Value> readValueList(ByteReader in) {
    int count = in.readVarint(in.remaining() / MIN_VALUE_BYTES);
    if (count == 0) {
      return List.of();
    }
    if (count == 1) {
      return List.of(readValue(in));
    }
    List<Response.Value> values = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      values.add(readValue(in));
    }
    return values;
  }

  private static Response.Value readValue(ByteReader in) {
    return new Response.Value(in.readString(), in.readBytes());
  }

  private static void writeWelcome(ByteWriter out, Response.Welcome welcome) {
    out.writeString(welcome.clusterName())
        .writeString(welcome.nodeId())
        .writeString(welcome.dc())
        .writeVarint(welcome.epoch())
        .writeVarint(welcome.loop())
        .writeVarint(welcome.loops())
        .writeVarint(welcome.storageShards())
        .writeVarint(welcome.maxInFlight())
        .writeVarint(welcome.maxKeyBytes())
        .writeVarint(welcome.maxValueBytes());
  }

  private static Response readWelcome(ByteReader in) {
    Response.Welcome welcome =
        new Response.Welcome(
            in.readString(),
            in.readString(),
            in.readString(),
            in.readVarint(),
            in.readVarint(Integer.MAX_VALUE),
            in.readVarint(Integer.MAX_VALUE),
            in.readVarint(Integer.MAX_VALUE),
            in.readVarint(Integer.MAX_VALUE),
            in.readVarint(Integer.MAX_VALUE),
            in.readVarint(Integer.MAX_VALUE));
    if (welcome.loop() >= welcome.loops()
        || welcome.storageShards() == 0
        || welcome.maxInFlight() == 0) {
      throw new MalformedBytesException("a welcome contradicts itself: " + welcome);
    }
    return welcome;
  }

  private static int reasonCode(Response.Reason reason) {
    return switch (reason) {
      case LEAVING -> 1;
      case MALFORMED -> 2;
      case CROWDED -> 3;
      case NOT_READING -> 4;
      case IDLE -> 5;
    };
  }

  private static Response.Reason reason(int code) {
    return switch (code) {
      case 1 -> Response.Reason.LEAVING;
      case 2 -> Response.Reason.MALFORMED;
      case 3 -> Response.Reason.CROWDED;
      case 4 -> Response.Reason.NOT_READING;
      case 5 -> Response.Reason.IDLE;
      default -> throw new MalformedBytesException("there is no reason of code " + code);
    };
  }

  private static boolean flag(ByteReader in, int known) {
    int flags = in.readByte();
    if ((flags & ~known) != 0) {
      throw new MalformedBytesException(
          "the flags are %d and only %d is known".formatted(flags, known));
    }
    return flags != 0;
  }
}
