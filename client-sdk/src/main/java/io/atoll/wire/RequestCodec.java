package io.atoll.wire;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import java.util.ArrayList;
import java.util.List;

/** The bytes of requests, as FORMAT.md describes them. */
public final class RequestCodec {
  private static final int GET = 1;
  private static final int WRITE = 2;
  private static final int GET_MANY = 3;
  private static final int WRITE_MANY = 4;
  private static final int GET_VIEW = 5;
  private static final int PING = 6;

  private static final int SLOPPY = 1;
  private static final int DELETE = 1;
  private static final int MIN_READING_BYTES = 2;
  private static final int MIN_WRITING_BYTES = 5;

  private RequestCodec() {}

  /** Who takes a decoded request. */
  @FunctionalInterface
  public interface Sink {
    /**
     * One request.
     *
     * @param number the client's number for it, which the answer repeats
     */
    void request(long number, Request request);
  }

  /** Appends a request as a frame. */
  public static void write(ByteWriter out, long number, Request request) {
    int frame = out.beginFrame();
    switch (request) {
      case Request.Get get -> {
        out.writeByte(GET).writeVarint(number);
        writeTerms(out, get.terms());
        writeReading(out, get.reading());
      }
      case Request.Write write -> {
        out.writeByte(WRITE).writeVarint(number);
        writeTerms(out, write.terms());
        writeWriting(out, write.writing());
      }
      case Request.GetMany many -> {
        out.writeByte(GET_MANY).writeVarint(number);
        writeTerms(out, many.terms());
        out.writeVarint(many.readings().size());
        for (Request.Reading reading : many.readings()) {
          writeReading(out, reading);
        }
      }
      case Request.WriteMany many -> {
        out.writeByte(WRITE_MANY).writeVarint(number);
        writeTerms(out, many.terms());
        out.writeVarint(many.writings().size());
        for (Request.Writing writing : many.writings()) {
          writeWriting(out, writing);
        }
      }
      case Request.GetView view -> out.writeByte(GET_VIEW).writeVarint(number);
      case Request.Ping ping -> out.writeByte(PING).writeVarint(number);
    }
    out.endFrame(frame);
  }

  /**
   * Reads one frame.
   *
   * @throws MalformedBytesException when it is no request; nothing was handed on
   */
  public static void read(ByteReader in, Sink sink) {
    int kind = in.readByte();
    long number = in.readVarint();
    if (number < 1 || number > Protocol.MAX_NUMBER) {
      throw new MalformedBytesException(
          "a request has the number %s: must be 1 to %d"
              .formatted(Long.toUnsignedString(number), Protocol.MAX_NUMBER));
    }
    Request request =
        switch (kind) {
          case GET -> new Request.Get(readTerms(in), readReading(in));
          case WRITE -> new Request.Write(readTerms(in), readWriting(in));
          case GET_MANY -> readGetMany(in);
          case WRITE_MANY -> readWriteMany(in);
          case GET_VIEW -> new Request.GetView();
          case PING -> new Request.Ping();
          default -> throw new MalformedBytesException("there is no request of kind " + kind);
        };
    in.finish();
    sink.request(number, request);
  }

  private static void writeTerms(ByteWriter out, Request.Terms terms) {
    out.writeVarint(terms.keyspaceId())
        .writeVarint(terms.level())
        .writeByte(terms.sloppy() ? SLOPPY : 0)
        .writeVarint(terms.timeoutMs());
  }

  private static Request.Terms readTerms(ByteReader in) {
    int keyspaceId = in.readVarint(Integer.MAX_VALUE);
    int level = in.readVarint(LevelCode.MAX);
    if (!LevelCode.isValid(level)) {
      throw new MalformedBytesException("there is no consistency level of code " + level);
    }
    int flags = readFlags(in, SLOPPY);
    return new Request.Terms(keyspaceId, level, flags != 0, in.readVarint(Integer.MAX_VALUE));
  }

  private static void writeReading(ByteWriter out, Request.Reading reading) {
    out.writeBytes(reading.key());
    writeContexts(out, reading.minContexts());
  }

  private static Request.Reading readReading(ByteReader in) {
    return new Request.Reading(in.readBytes(), readContexts(in));
  }

  private static void writeWriting(ByteWriter out, Request.Writing writing) {
    out.writeBytes(writing.key());
    writeContexts(out, writing.contexts());
    out.writeByte(writing.delete() ? DELETE : 0)
        .writeString(writing.contentType())
        .writeBytes(writing.value());
  }

  private static Request.Writing readWriting(ByteReader in) {
    byte[] key = in.readBytes();
    List<byte[]> contexts = readContexts(in);
    boolean delete = readFlags(in, DELETE) != 0;
    String contentType = in.readString();
    byte[] value = in.readBytes();
    if (delete && (!contentType.isEmpty() || value.length > 0)) {
      throw new MalformedBytesException("a delete has neither a content type nor a value");
    }
    return new Request.Writing(key, contexts, delete, contentType, value);
  }

  private static Request.GetMany readGetMany(ByteReader in) {
    Request.Terms terms = readTerms(in);
    int count = readBatchSize(in, MIN_READING_BYTES);
    List<Request.Reading> readings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      readings.add(readReading(in));
    }
    return new Request.GetMany(terms, readings);
  }

  private static Request.WriteMany readWriteMany(ByteReader in) {
    Request.Terms terms = readTerms(in);
    int count = readBatchSize(in, MIN_WRITING_BYTES);
    List<Request.Writing> writings = new ArrayList<>(count);
    for (int i = 0; i < count; i++) {
      writings.add(readWriting(in));
    }
    return new Request.WriteMany(terms, writings);
  }

  private static int readBatchSize(ByteReader in, int itemBytes) {
    int count = in.readVarint(Math.min(Protocol.MAX_BATCH, in.remaining() / itemBytes));
    if (count == 0) {
      throw new MalformedBytesException("a batch has at least one key");
    }
    return count;
  }

  private static void writeContexts(ByteWriter out, List<byte[]> contexts) {
    out.writeVarint(contexts.size());
    for (byte[] context : contexts) {
      out.writeBytes(context);
    }
  }

  private static List<byte[]> readContexts(ByteReader in) {
    int count = in.readVarint(Protocol.MAX_CONTEXTS);
    if (count == 0) {
      return List.of();
    }
    if (count == 1) {
      return List.of(in.readBytes());
    }
    List<byte[]> contexts = new ArrayList<>(Math.min(count, in.remaining()));
    for (int i = 0; i < count; i++) {
      contexts.add(in.readBytes());
    }
    return contexts;
  }

  private static int readFlags(ByteReader in, int known) {
    int flags = in.readByte();
    if ((flags & ~known) != 0) {
      throw new MalformedBytesException(
          "the flags are %d and only %d is known".formatted(flags, known));
    }
    return flags;
  }
}
