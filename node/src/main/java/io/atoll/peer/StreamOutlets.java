package io.atoll.peer;

import io.atoll.env.Clock;
import io.atoll.env.PeerLinks;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The streams that peers asked one loop for. On a link they take turns, a chunk each, and only
 * while little waits in its queue, so calls pass between the chunks.
 */
final class StreamOutlets {
  /** A link that is never full, such as a simulated one, must not keep its loop for itself. */
  private static final int CHUNKS_PER_RUN = 64;

  private final FrameWriter frames;
  private final Clock clock;
  private final StreamSettings settings;

  /** In their order: links have no hash code of their own. */
  private final Map<PeerLinks.Link, OnLink> links = new LinkedHashMap<>();

  /** The streams of one link, the next to be served first. */
  private static final class OnLink {
    private final ArrayDeque<Outflow<?>> turns = new ArrayDeque<>();
    private long lastNumber;
    private boolean running;
  }

  StreamOutlets(FrameWriter frames, Clock clock, StreamSettings settings) {
    this.frames = frames;
    this.clock = clock;
    this.settings = settings;
  }

  /** Notes the number of a new stream, which no earlier one of its link had. */
  void began(PeerLinks.Link link, long number) {
    OnLink onLink = links.computeIfAbsent(link, ignored -> new OnLink());
    if (number <= onLink.lastNumber) {
      throw new MalformedFrameException("stream %d was opened before".formatted(number));
    }
    onLink.lastNumber = number;
  }

  boolean hasRoom(PeerLinks.Link link) {
    return links.get(link).turns.size() < settings.maxStreams();
  }

  /** Serves a stream whose number {@link #began}. */
  void add(Outflow<?> outflow) {
    links.get(outflow.link).turns.add(outflow);
    run(outflow.link);
  }

  void refuse(PeerLinks.Link link, long number, StreamFailure why) {
    if (link.version() != 0) {
      link.send(frames.streamFailed(link.version(), FrameHead.ABORT, number, why));
    }
  }

  void credit(PeerLinks.Link link, long number, long bytes) {
    Outflow<?> outflow = find(link, number);
    if (outflow != null) {
      outflow.granted(bytes, clock.nanos());
      run(link);
    }
  }

  void cancelled(PeerLinks.Link link, long number, StreamFailure why) {
    Outflow<?> outflow = find(link, number);
    if (outflow != null) {
      links.get(link).turns.remove(outflow);
      outflow.source.cancelled(why);
    }
  }

  private Outflow<?> find(PeerLinks.Link link, long number) {
    OnLink onLink = links.get(link);
    if (onLink == null || number < 1 || number > onLink.lastNumber) {
      throw new MalformedFrameException("stream %d was never opened".formatted(number));
    }
    for (Outflow<?> outflow : onLink.turns) {
      if (outflow.number == number) {
        return outflow;
      }
    }
    return null;
  }

  /** Asks sources and sends what they brought, until credit, the link or the run is exhausted. */
  void run(PeerLinks.Link link) {
    OnLink onLink = links.get(link);
    if (onLink == null || onLink.running) {
      return;
    }
    onLink.running = true;
    int idleTurns = 0;
    for (int run = 0; run < CHUNKS_PER_RUN && idleTurns < onLink.turns.size(); run++) {
      Outflow<?> outflow = onLink.turns.poll();
      onLink.turns.add(outflow);
      idleTurns = turn(onLink, outflow) ? 0 : idleTurns + 1;
    }
    onLink.running = false;
  }

  /** One stream's turn; whether it got any further. */
  private <R> boolean turn(OnLink onLink, Outflow<R> outflow) {
    if (outflow.link.queuedBytes() >= settings.queueBytes()) {
      return false;
    }
    if (outflow.mayRead()) {
      read(onLink, outflow);
    }
    return outflow.unsent() != null && send(onLink, outflow);
  }

  private <R> void read(OnLink onLink, Outflow<R> outflow) {
    outflow
        .source
        .next(outflow.beginRead())
        .onComplete(
            next -> brought(onLink, outflow, next),
            failure -> abort(onLink, outflow, String.valueOf(failure.getMessage())));
  }

  private <R> void brought(OnLink onLink, Outflow<R> outflow, ChunkSource.Next<R> next) {
    if (!onLink.turns.contains(outflow)) {
      return;
    }
    if (outflow.endRead(next)) {
      run(outflow.link);
    } else {
      abort(onLink, outflow, "the source brought a chunk of another size than it was asked for");
    }
  }

  private <R> boolean send(OnLink onLink, Outflow<R> outflow) {
    int version = outflow.link.version();
    byte[] frame =
        switch (outflow.unsent()) {
          case ChunkSource.Next.Chunk<R> chunk ->
              frames.chunk(version, outflow.number, chunk.bytes());
          case ChunkSource.Next.End<R> end ->
              frames.end(version, outflow.stream, outflow.number, end.result());
        };
    if (version == 0 || !outflow.link.send(frame)) {
      return false;
    }
    if (outflow.sent(clock.nanos())) {
      onLink.turns.remove(outflow);
    }
    return true;
  }

  private void abort(OnLink onLink, Outflow<?> outflow, String text) {
    if (onLink.turns.remove(outflow)) {
      StreamFailure why = new StreamFailure(StreamFailure.Reason.SOURCE_FAILED, text);
      refuse(outflow.link, outflow.number, why);
      outflow.source.cancelled(why);
    }
  }

  /** Ends what is idle, and goes on with what could not be sent. */
  void sweep() {
    long now = clock.nanos();
    long idleNanos = settings.idleMs() * 1_000_000;
    for (PeerLinks.Link link : List.copyOf(links.keySet())) {
      for (Outflow<?> outflow : List.copyOf(links.get(link).turns)) {
        if (outflow.isIdle(now, idleNanos)) {
          StreamFailure why =
              new StreamFailure(
                  StreamFailure.Reason.IDLE,
                  "nothing was taken for %d ms".formatted(settings.idleMs()));
          links.get(link).turns.remove(outflow);
          refuse(link, outflow.number, why);
          outflow.source.cancelled(why);
        }
      }
      run(link);
    }
  }

  void broken(PeerLinks.Link link) {
    OnLink onLink = links.remove(link);
    if (onLink != null) {
      List<Outflow<?>> gone = new ArrayList<>(onLink.turns);
      onLink.turns.clear();
      for (Outflow<?> outflow : gone) {
        outflow.source.cancelled(
            new StreamFailure(StreamFailure.Reason.LINK_BROKEN, "the link to the asker broke"));
      }
    }
  }

  int size() {
    int size = 0;
    for (OnLink onLink : links.values()) {
      size += onLink.turns.size();
    }
    return size;
  }
}
