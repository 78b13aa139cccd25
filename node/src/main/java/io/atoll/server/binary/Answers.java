package io.atoll.server.binary;

import io.atoll.bytes.ByteWriter;
import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.replication.ReadResult;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteResult;
import io.atoll.wire.FailureCode;
import io.atoll.wire.Outcome;
import io.atoll.wire.Protocol;
import io.atoll.wire.Response;
import io.atoll.wire.ResponseCodec;
import java.util.List;

/**
 * The answers of one connection: frames collect in one array, which is reused, until they are
 * handed to the network together.
 */
final class Answers {
  /** So much goes out without waiting for more. */
  private static final int FULL_BYTES = 64 * 1024;

  /** An array that a large answer made longer than this is given up when it has gone. */
  private static final int KEPT_BYTES = 128 * 1024;

  /** Values that are no longer together are one frame. */
  private static final int WHOLE_BYTES = 2 * 1024 * 1024;

  private static final int FIRST_BYTES = 512;
  private static final int HEAD_BYTES = 64;
  private static final int MAX_MESSAGE_CHARS = 4096;
  private static final byte[] NOTHING = {};

  private final LoopState loop;
  private final BinarySession.Output output;
  private ByteWriter writer = new ByteWriter(FIRST_BYTES);
  private int spoken = Protocol.MIN_VERSION;
  private int frames;
  private long handedBytes;

  Answers(LoopState loop, BinarySession.Output output) {
    this.loop = loop;
    this.output = output;
  }

  /** The version of the protocol is agreed on. */
  void speak(int version) {
    spoken = version;
  }

  /** What is gathered here and what the network has not taken. */
  long waitingBytes() {
    return writer.size() + output.unsentBytes();
  }

  /** Whether the client is so far behind that nothing should be added. */
  boolean isCongested() {
    return waitingBytes() >= loop.settings().load().maxUnsentBytes();
  }

  /** How much the network has taken since the connection began. */
  long takenBytes() {
    return handedBytes - output.unsentBytes();
  }

  /** Hands over what has gathered. */
  void flush() {
    if (frames > 0) {
      loop.stats().add(BinaryStats.Counter.FRAMES_OUT, frames);
      loop.stats().add(BinaryStats.Counter.FLUSHES, 1);
      frames = 0;
    }
    int size = writer.size();
    if (size == 0) {
      return;
    }
    loop.stats().add(BinaryStats.Counter.BYTES_OUT, size);
    handedBytes += size;
    output.write(writer.array(), 0, size);
    if (writer.array().length > KEPT_BYTES) {
      writer = new ByteWriter(FIRST_BYTES);
    } else {
      writer.clear();
    }
  }

  /** Adds bytes that are no frame. */
  void raw(byte[] bytes) {
    writer.writeRaw(bytes);
  }

  void say(long number, Response response) {
    ResponseCodec.write(writer, number, response);
    added();
  }

  /** The answer to a read of a key: one frame, or several where its values are long. */
  void values(Asked asked, long number, int keyspaceId, byte[] key, ReadResult result) {
    Siblings siblings = result.siblings();
    List<Version> versions = siblings.versions();
    int live = 0;
    long sizeBytes = HEAD_BYTES;
    int longest = 0;
    for (int i = 0; i < versions.size(); i++) {
      Version version = versions.get(i);
      if (!version.tombstone()) {
        live++;
        sizeBytes += sizeBytes(version);
        longest = Math.max(longest, version.value().length);
      }
    }
    byte[] context =
        siblings.isEmpty()
            ? NOTHING
            : loop.contexts().seal(keyspaceId, key, siblings.clientContext());
    boolean several = sizeBytes > WHOLE_BYTES && spoken >= Protocol.SOME_VALUES_VERSION;
    long lastBytes = several ? Math.min(sizeBytes, WHOLE_BYTES + longest) : sizeBytes;
    if (lastBytes + context.length > Protocol.MAX_FRAME_BYTES) {
      failed(
          asked,
          number,
          FailureCode.TOO_MANY_SIBLINGS,
          Outcome.NONE,
          "the %d values of the key are %d bytes together and do not fit into one answer of %d: HTTP shows them"
              .formatted(live, sizeBytes, Protocol.MAX_FRAME_BYTES));
      return;
    }
    int rest = several ? someValues(number, versions) : 0;
    int frame = writer.beginFrame();
    ResponseCodec.beginValues(
        writer,
        number,
        loop.view().topology().epoch(),
        outcome(result.outcome()),
        context,
        live < versions.size(),
        several ? live(versions, rest, versions.size()) : live);
    addValues(versions, rest, versions.size());
    writer.endFrame(frame);
    loop.stats().answered(asked, null);
    added();
  }

  /**
   * Says values in frames that are as full as they may be, but for the last of these.
   *
   * @return the first version that was not said
   */
  private int someValues(long number, List<Version> versions) {
    int from = 0;
    long bytes = 0;
    for (int i = 0; i < versions.size(); i++) {
      long more = versions.get(i).tombstone() ? 0 : sizeBytes(versions.get(i));
      if (bytes > 0 && bytes + more > WHOLE_BYTES) {
        int frame = writer.beginFrame();
        ResponseCodec.beginSomeValues(writer, number, live(versions, from, i));
        addValues(versions, from, i);
        writer.endFrame(frame);
        added();
        from = i;
        bytes = 0;
      }
      bytes += more;
    }
    return from;
  }

  private static long sizeBytes(Version version) {
    return (long) HEAD_BYTES + version.contentType().length() + version.value().length;
  }

  private static int live(List<Version> versions, int from, int to) {
    int live = 0;
    for (int i = from; i < to; i++) {
      live += versions.get(i).tombstone() ? 0 : 1;
    }
    return live;
  }

  private void addValues(List<Version> versions, int from, int to) {
    for (int i = from; i < to; i++) {
      Version version = versions.get(i);
      if (!version.tombstone()) {
        ResponseCodec.addValue(writer, version.contentType(), version.value());
      }
    }
  }

  /** The answer to a write of a key. */
  void written(Asked asked, long number, int keyspaceId, byte[] key, WriteResult result) {
    int frame = writer.beginFrame();
    ResponseCodec.writeWritten(
        writer,
        number,
        loop.view().topology().epoch(),
        outcome(result.outcome()),
        loop.contexts().seal(keyspaceId, key, result.context()));
    writer.endFrame(frame);
    loop.stats().answered(asked, null);
    added();
  }

  /** The answer to a request that failed in the store. */
  void failed(Asked asked, long number, Throwable failure) {
    Outcome outcome =
        failure instanceof RequestFailure.NotEnoughAnswers some
            ? outcome(some.outcome())
            : Outcome.NONE;
    failed(asked, number, FailureOfStore.code(failure), outcome, FailureOfStore.message(failure));
  }

  void failed(Asked asked, long number, FailureCode code, Outcome outcome, String message) {
    loop.stats().answered(asked, code);
    say(
        number,
        new Response.Failed(loop.view().topology().epoch(), outcome, code, shortened(message)));
  }

  private void added() {
    frames++;
    if (writer.size() >= FULL_BYTES) {
      flush();
    }
  }

  private static String shortened(String message) {
    return message.length() <= MAX_MESSAGE_CHARS
        ? message
        : message.substring(0, MAX_MESSAGE_CHARS) + "…";
  }

  private static Outcome outcome(io.atoll.replication.Outcome outcome) {
    return new Outcome(
        outcome.asked(),
        outcome.answered(),
        outcome.required(),
        outcome.hints(),
        outcome.overlapping());
  }
}
