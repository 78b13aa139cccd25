package io.atoll.peer;

import io.atoll.bytes.ByteReader;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.env.Clock;
import io.atoll.env.PeerLinks;
import io.atoll.env.ProtocolVersions;
import io.atoll.env.Timers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * One loop's conversation with the other nodes: matches replies to calls, and hands requests and
 * messages to the engine that serves them. Requests that nobody serves are answered so; a frame
 * that cannot be read closes its link and no other. Single-threaded.
 */
public final class PeerEndpoint implements Peers, Streams, PeerLinks.Receiver {
  private static final long SWEEP_MS = 100;

  private final int self;
  private final PeerLinks links;
  private final Clock clock;
  private final IntFunction<PeerPlace> places;
  private final PendingCalls pending = new PendingCalls();
  private final AnswerCounts answers = new AnswerCounts();
  private final Map<Integer, PeerLinks.Link> linkByMember = new HashMap<>();
  private final FrameWriter frames = new FrameWriter();
  private final FrameHead head = new FrameHead();
  private final ByteReader in = new ByteReader(new byte[0]);
  private final StreamIntakes intakes;
  private final StreamOutlets outlets;
  private final PartIntakes partsIn;
  private final PartOutlets partsOut;
  private final List<Runnable> refusals = new ArrayList<>();
  private PeerServices services = new PeerServices();
  private long malformedFrames;

  /**
   * @param self this node's member number
   * @param places where members are found, by number; null for one that is none
   * @param memory for messages in parts, shared by the endpoints of a node
   */
  public PeerEndpoint(
      int self,
      PeerLinks links,
      Clock clock,
      IntFunction<PeerPlace> places,
      PartMemory memory,
      PartSettings parts) {
    this(self, links, clock, places, memory, parts, StreamSettings.DEFAULT);
  }

  PeerEndpoint(
      int self,
      PeerLinks links,
      Clock clock,
      IntFunction<PeerPlace> places,
      PartMemory memory,
      PartSettings parts,
      StreamSettings streams) {
    this.self = self;
    this.links = links;
    this.clock = clock;
    this.places = places;
    this.intakes = new StreamIntakes(frames, clock, streams);
    this.outlets = new StreamOutlets(frames, clock, streams);
    this.partsIn = new PartIntakes(memory, clock, parts);
    this.partsOut = new PartOutlets(frames, memory, parts);
  }

  /**
   * Begins to serve, on the loop: until now no link was accepted.
   *
   * @param timers of the loop
   */
  public void serve(Timers timers, PeerServices whatIsServed) {
    services = whatIsServed;
    timers.every(SWEEP_MS, this::sweep);
    links.onEvents(this);
  }

  private void sweep() {
    pending.breakOverdue(clock.nanos());
    intakes.sweep();
    outlets.sweep();
    partsIn.sweep();
    partsOut.sweep();
    List<Runnable> due = List.copyOf(refusals);
    refusals.clear();
    due.forEach(Runnable::run);
  }

  @Override
  public <Q, R> OpenStream open(int member, PeerStream<Q, R> stream, Q request, ChunkSink<R> sink) {
    PeerLinks.Link link = link(member);
    return link == null ? null : intakes.open(link, self, stream, request, sink);
  }

  @Override
  public <Q, R> Call call(
      int member, PeerCall<Q, R> call, Q request, long timeoutMs, Listener<R> listener) {
    PeerLinks.Link link = link(member);
    if (link == null || pending.isFull()) {
      return null;
    }
    long deadline = clock.nanos() + timeoutMs * 1_000_000;
    long number = pending.add(new PendingCalls.Pending<>(link, member, call, listener, deadline));
    if (!ask(link, call, number, timeoutMs, request)) {
      pending.remove(number);
      return null;
    }
    return () -> pending.remove(number);
  }

  private <Q> boolean ask(
      PeerLinks.Link link, PeerCall<Q, ?> call, long number, long timeoutMs, Q request) {
    int version = link.version();
    int agreedOrNewest = version == 0 ? ProtocolVersions.SPOKEN.highest() : version;
    byte[] frame = frames.request(agreedOrNewest, call, number, self, timeoutMs, request);
    if (!partsOut.isWhole(frame)) {
      return askLarge(link, call, number, timeoutMs, request, frame);
    }
    return version != 0
        ? link.send(frame)
        : link.send(agreed -> frames.request(agreed, call, number, self, timeoutMs, request));
  }

  /** That it is too long the listener is told later, not within the call. */
  private <Q> boolean askLarge(
      PeerLinks.Link link,
      PeerCall<Q, ?> call,
      long number,
      long timeoutMs,
      Q request,
      byte[] frame) {
    int version = link.version();
    if (version == 0 && !link.send(frames::opening)) {
      return false;
    }
    NotServed refused =
        version != 0
            ? partsOut.send(link, version, frame)
            : partsOut.sendOnceOpen(
                link,
                frame.length,
                agreed -> frames.request(agreed, call, number, self, timeoutMs, request),
                why -> refuseLater(number, why));
    if (refused != null) {
      refuseLater(number, refused);
    }
    return true;
  }

  private void refuseLater(long number, NotServed why) {
    refusals.add(() -> refuse(number, why));
  }

  private void refuse(long number, NotServed why) {
    PendingCalls.Pending<?> call = pending.find(number);
    if (call != null) {
      pending.remove(number);
      call.listener.notServed(why);
    }
  }

  @Override
  public <Q> void tell(int member, PeerMessage<Q> message, Q content) {
    PeerLinks.Link link = link(member);
    if (link != null) {
      link.send(version -> frames.message(version, message, content));
    }
  }

  /**
   * A member is alive again: the next call tries to reach it, however often that has failed while
   * it was dead. Otherwise calls would be refused here for seconds after everybody knows it lives.
   */
  public void returned(int member) {
    PeerLinks.Link link = linkByMember.get(member);
    if (link != null) {
      link.endPause();
    }
  }

  private PeerLinks.Link link(int member) {
    PeerLinks.Link link = linkByMember.get(member);
    if (link == null) {
      PeerPlace place = places.apply(member);
      if (place == null) {
        return null;
      }
      link = links.open(place.nodeId(), place.address());
      linkByMember.put(member, link);
    }
    return link;
  }

  @Override
  public void frame(PeerLinks.Link link, int version, byte[] bytes) {
    in.over(bytes, 0, bytes.length);
    try {
      readHead(version);
      switch (head.kind()) {
        case FrameHead.REQUEST -> requested(link, version);
        case FrameHead.REPLY, FrameHead.NOT_SERVED -> answered(link, version);
        case FrameHead.MESSAGE -> told(link, version);
        case FrameHead.FIRST_PART -> partsBegan(link, version, bytes);
        case FrameHead.PART -> {
          byte[] whole = partsIn.went(link, head.number(), bytes, bytes.length - in.remaining());
          if (whole != null) {
            whole(link, version, whole);
          }
        }
        default -> streamed(link, version);
      }
    } catch (MalformedFrameException garbage) {
      malformedFrames++;
      link.close();
      linkByMember.values().remove(link);
      broken(link);
    }
  }

  private void partsBegan(PeerLinks.Link link, int version, byte[] bytes) {
    int totalBytes = head.totalBytes();
    if (partsIn.began(link, head.number(), totalBytes, bytes, bytes.length - in.remaining())) {
      return;
    }
    String text =
        "a message of %d bytes is more than member %d takes in parts now"
            .formatted(totalBytes, self);
    readHead(version);
    if (head.kind() == FrameHead.REQUEST) {
      NotServed why = new NotServed(NotServed.Reason.TOO_LARGE, text);
      link.send(frames.notServed(version, head.number(), why));
    } else if (head.kind() == FrameHead.REPLY && isAskedOn(link)) {
      refuse(head.number(), new NotServed(NotServed.Reason.REPLY_TOO_LARGE, text));
    }
  }

  private void whole(PeerLinks.Link link, int version, byte[] message) {
    int kind = message[0];
    if (kind == FrameHead.FIRST_PART || kind == FrameHead.PART) {
      throw new MalformedFrameException("a part consists of parts");
    }
    frame(link, version, message);
  }

  private void streamed(PeerLinks.Link link, int version) {
    long number = head.number();
    switch (head.kind()) {
      case FrameHead.OPEN -> opened(link, version);
      case FrameHead.CREDIT -> {
        requireEnd();
        outlets.credit(link, number, head.credit());
      }
      case FrameHead.CANCEL ->
          outlets.cancelled(
              link, number, FrameHead.payload(StreamFailureCodec.INSTANCE, in, version));
      case FrameHead.CHUNK -> intakes.chunk(link, number, in, version);
      case FrameHead.END -> intakes.ended(link, number, in, version);
      default -> intakes.aborted(link, number, in, version);
    }
  }

  private void requireEnd() {
    if (in.remaining() > 0) {
      throw new MalformedFrameException("%d bytes are left over".formatted(in.remaining()));
    }
  }

  private void opened(PeerLinks.Link link, int version) {
    long number = head.number();
    outlets.began(link, number);
    if (!(services.find(head.protocol(), head.call())
        instanceof PeerServices.Streaming<?, ?> streaming)) {
      outlets.refuse(
          link, number, new StreamFailure(StreamFailure.Reason.NOT_SERVED, notServed().text()));
    } else if (!outlets.hasRoom(link)) {
      outlets.refuse(
          link,
          number,
          new StreamFailure(
              StreamFailure.Reason.TOO_MANY, "a link carries no more streams at a time"));
    } else {
      outlets.add(streaming.open(link, head, in, version, clock.nanos()));
    }
  }

  private void readHead(int version) {
    try {
      head.read(in, version);
    } catch (MalformedBytesException garbage) {
      throw new MalformedFrameException(garbage);
    }
  }

  private void requested(PeerLinks.Link link, int version) {
    Object service = services.find(head.protocol(), head.call());
    if (service instanceof PeerServices.Answering<?, ?> answering) {
      answering.serve(this, link, head, in, version);
    } else {
      link.send(frames.notServed(version, head.number(), notServed()));
    }
  }

  private NotServed notServed() {
    PeerProtocol protocol = services.protocol(head.protocol());
    return protocol == null
        ? new NotServed(
            NotServed.Reason.UNKNOWN_PROTOCOL, "there is no protocol %d".formatted(head.protocol()))
        : new NotServed(
            NotServed.Reason.UNKNOWN_CALL,
            "there is no call %d in protocol '%s'".formatted(head.call(), protocol.name()));
  }

  <R> void answer(PeerLinks.Link link, long number, PeerCall<?, R> call, R reply) {
    int version = link.version();
    if (version == 0) {
      return;
    }
    byte[] frame = frames.reply(version, call, number, reply);
    if (partsOut.isWhole(frame)) {
      link.send(frame);
      return;
    }
    NotServed refused = partsOut.send(link, version, frame);
    if (refused != null) {
      NotServed why = new NotServed(NotServed.Reason.REPLY_TOO_LARGE, refused.text());
      link.send(frames.notServed(version, number, why));
    }
  }

  /** A peer answers what it was asked itself, and nothing else. */
  private void answered(PeerLinks.Link link, int version) {
    if (!isAskedOn(link)) {
      return;
    }
    PendingCalls.Pending<?> call = pending.find(head.number());
    answers.add(call.member);
    if (head.kind() == FrameHead.REPLY) {
      call.reply(in, version);
    } else {
      refuse(head.number(), FrameHead.payload(NotServedCodec.INSTANCE, in, version));
    }
  }

  /** Whether the call that a frame answers is in progress, and on its link. */
  private boolean isAskedOn(PeerLinks.Link link) {
    PendingCalls.Pending<?> call = pending.find(head.number());
    return call != null && call.link.equals(link);
  }

  /** A message that nobody takes here is lost, as any may be. */
  private void told(PeerLinks.Link link, int version) {
    if (services.find(head.protocol(), head.call())
        instanceof PeerServices.Receiving<?> receiving) {
      receiving.receive(link.peerId(), in, version);
    }
  }

  @Override
  public void broken(PeerLinks.Link link) {
    pending.breakAll(link);
    intakes.broken(link);
    outlets.broken(link);
    partsIn.broken(link);
    partsOut.broken(link);
  }

  @Override
  public void written(PeerLinks.Link link) {
    partsOut.run(link);
    outlets.run(link);
  }

  /** Messages in parts that are on their way out. */
  int partsLeaving() {
    return partsOut.size();
  }

  /** Open streams, in both directions. */
  int streams() {
    return intakes.size() + outlets.size();
  }

  /** How many answers came from a member since the start; from any thread. */
  public long answersOf(int member) {
    return answers.of(member);
  }

  /** Calls that wait for an answer. */
  public int pendingCalls() {
    return pending.size();
  }

  /** Frames that could not be read since the start. */
  public long malformedFrames() {
    return malformedFrames;
  }
}
