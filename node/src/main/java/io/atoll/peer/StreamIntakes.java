package io.atoll.peer;

import io.atoll.bytes.ByteReader;
import io.atoll.env.Clock;
import io.atoll.env.PeerLinks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The streams that one loop asked for. Frames of a stream that has ended are dropped, because they
 * may have been on their way; frames of a stream that never existed, or beyond the credit granted,
 * violate FORMAT.md and close the link.
 */
final class StreamIntakes {
  private final FrameWriter frames;
  private final Clock clock;
  private final StreamSettings settings;
  private final Map<Long, Inflow<?>> inflows = new LinkedHashMap<>();
  private long lastNumber;

  StreamIntakes(FrameWriter frames, Clock clock, StreamSettings settings) {
    this.frames = frames;
    this.clock = clock;
    this.settings = settings;
  }

  <Q, R> OpenStream open(
      PeerLinks.Link link, int asker, PeerStream<Q, R> stream, Q request, ChunkSink<R> sink) {
    if (countOn(link) >= settings.maxStreams()) {
      return null;
    }
    long number = ++lastNumber;
    int window = settings.windowBytes();
    inflows.put(number, new Inflow<>(link, stream, sink, window, clock.nanos()));
    if (!link.send(version -> frames.open(version, stream, number, asker, window, request))) {
      inflows.remove(number);
      return null;
    }
    return new Opened(number);
  }

  private int countOn(PeerLinks.Link link) {
    int count = 0;
    for (Inflow<?> inflow : inflows.values()) {
      if (inflow.link.equals(link)) {
        count++;
      }
    }
    return count;
  }

  /** A stream of this side, by its number. */
  private final class Opened implements OpenStream {
    private final long number;

    Opened(long number) {
      this.number = number;
    }

    @Override
    public void consumed(int bytes) {
      Inflow<?> inflow = inflows.get(number);
      if (inflow != null) {
        inflow.consumed(bytes);
        grant(number, inflow);
      }
    }

    @Override
    public void cancel(String why) {
      Inflow<?> inflow = inflows.remove(number);
      if (inflow != null) {
        tell(inflow, number, new StreamFailure(StreamFailure.Reason.CANCELLED, why));
      }
    }
  }

  /** A grant that the link does not take is made by a later {@link #sweep}. */
  private void grant(long number, Inflow<?> inflow) {
    int bytes = inflow.grantable();
    if (bytes > 0 && inflow.link.version() != 0 && inflow.link.send(frames.credit(number, bytes))) {
      inflow.granted(bytes, clock.nanos());
    }
  }

  /** Where it does not arrive the peer's own deadline ends the stream there. */
  private void tell(Inflow<?> inflow, long number, StreamFailure why) {
    if (inflow.link.version() != 0) {
      inflow.link.send(frames.streamFailed(inflow.link.version(), FrameHead.CANCEL, number, why));
    }
  }

  void chunk(PeerLinks.Link link, long number, ByteReader in, int version) {
    Inflow<?> inflow = find(link, number);
    if (inflow != null) {
      byte[] bytes = FrameHead.payload(ChunkCodec.INSTANCE, in, version);
      inflow.chunkCame(bytes.length, clock.nanos());
      inflow.sink.chunk(bytes);
    }
  }

  void ended(PeerLinks.Link link, long number, ByteReader in, int version) {
    Inflow<?> inflow = find(link, number);
    if (inflow != null) {
      inflows.remove(number);
      inflow.end(in, version);
    }
  }

  void aborted(PeerLinks.Link link, long number, ByteReader in, int version) {
    Inflow<?> inflow = find(link, number);
    if (inflow != null) {
      StreamFailure why = FrameHead.payload(StreamFailureCodec.INSTANCE, in, version);
      inflows.remove(number);
      inflow.sink.failed(why);
    }
  }

  private Inflow<?> find(PeerLinks.Link link, long number) {
    Inflow<?> inflow = inflows.get(number);
    boolean foreign = inflow != null && !inflow.link.equals(link);
    if (number < 1 || number > lastNumber || foreign) {
      throw new MalformedFrameException("stream %d was not asked for here".formatted(number));
    }
    return inflow;
  }

  /** Ends what is idle, and makes grants that did not leave. */
  void sweep() {
    long now = clock.nanos();
    long idleNanos = settings.idleMs() * 1_000_000;
    for (Map.Entry<Long, Inflow<?>> each : List.copyOf(inflows.entrySet())) {
      Inflow<?> inflow = each.getValue();
      if (inflow.isIdle(now, idleNanos)) {
        StreamFailure why =
            new StreamFailure(
                StreamFailure.Reason.IDLE, "no chunk came for %d ms".formatted(settings.idleMs()));
        inflows.remove(each.getKey());
        tell(inflow, each.getKey(), why);
        inflow.sink.failed(why);
      } else {
        grant(each.getKey(), inflow);
      }
    }
  }

  void broken(PeerLinks.Link link) {
    List<Inflow<?>> gone = new ArrayList<>();
    for (Inflow<?> inflow : inflows.values()) {
      if (inflow.link.equals(link)) {
        gone.add(inflow);
      }
    }
    inflows.values().removeAll(gone);
    for (Inflow<?> inflow : gone) {
      inflow.sink.failed(
          new StreamFailure(StreamFailure.Reason.LINK_BROKEN, "the link to the peer broke"));
    }
  }

  int size() {
    return inflows.size();
  }
}
