package io.atoll.server.peer;

import io.atoll.bytes.ByteWriter;
import io.atoll.bytes.MalformedBytesException;
import io.atoll.env.Address;
import io.atoll.env.Clock;
import io.atoll.env.PeerLinks;
import io.atoll.env.Timers;
import io.atoll.replication.PeerReply;
import io.atoll.replication.PeerRequest;
import io.atoll.replication.Peers;
import io.atoll.replication.ReplicaService;
import io.atoll.ring.Member;
import java.util.HashMap;
import java.util.Map;
import java.util.function.BiConsumer;

/**
 * One loop's conversation with the other nodes: matches answers to calls, hands questions to the
 * {@link ReplicaService} and messages of the topology log to whoever keeps it. A frame that cannot
 * be read closes its link and no other. Single-threaded.
 */
public final class PeerEndpoint implements Peers, PeerLinks.Receiver {
  private static final long SWEEP_MS = 100;
  private static final int USUAL_FRAMES_BYTES = 64 * 1024;

  private final Member self;
  private final PeerLinks links;
  private final Clock clock;
  private final PendingCalls pending = new PendingCalls();
  private final Map<Integer, PeerLinks.Link> linkByMember = new HashMap<>();
  private final BiConsumer<String, byte[]> topologyMessages;
  private ByteWriter frameBytes = new ByteWriter(USUAL_FRAMES_BYTES);
  private ReplicaService service;
  private long malformedFrames;

  /**
   * @param topologyMessages takes the sender's node id and the message, on this loop
   */
  public PeerEndpoint(
      Member self, PeerLinks links, Clock clock, BiConsumer<String, byte[]> topologyMessages) {
    this.self = self;
    this.links = links;
    this.clock = clock;
    this.topologyMessages = topologyMessages;
  }

  /**
   * Begins to serve, on the loop: until now no link was accepted.
   *
   * @param timers of the loop
   */
  public void serve(Timers timers, ReplicaService replicas) {
    service = replicas;
    timers.every(SWEEP_MS, () -> pending.breakOverdue(clock.nanos()));
    links.onEvents(this);
  }

  @Override
  public Call call(Member to, PeerRequest request, long timeoutMs, Listener listener) {
    if (pending.isFull()) {
      return null;
    }
    PeerLinks.Link link = link(to);
    long deadline = clock.nanos() + timeoutMs * 1_000_000;
    PendingCalls.Pending call = new PendingCalls.Pending(link, listener, deadline);
    long number = pending.add(call);
    if (!send(link, new PeerFrame.Question(number, self.number(), request))) {
      pending.remove(number);
      return null;
    }
    return () -> pending.remove(number);
  }

  /** Sends a message of the topology log; it may be lost. */
  public void sendTopologyMessage(Member to, byte[] message) {
    send(link(to), new PeerFrame.TopologyMessage(message));
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

  private PeerLinks.Link link(Member to) {
    PeerLinks.Link link = linkByMember.get(to.number());
    if (link == null) {
      link = links.open(to.nodeId(), new Address(to.host(), to.peerPort()));
      linkByMember.put(to.number(), link);
    }
    return link;
  }

  @Override
  public void frame(PeerLinks.Link link, byte[] bytes) {
    PeerFrame frame;
    try {
      frame = PeerFrameCodec.decode(bytes);
    } catch (MalformedBytesException garbage) {
      malformedFrames++;
      link.close();
      linkByMember.values().remove(link);
      broken(link);
      return;
    }
    switch (frame) {
      case PeerFrame.Question question -> serve(link, question);
      case PeerFrame.Answer answer -> answered(link, answer);
      case PeerFrame.TopologyMessage message ->
          topologyMessages.accept(link.peerId(), message.message());
    }
  }

  private void serve(PeerLinks.Link link, PeerFrame.Question question) {
    long call = question.call();
    service.serve(question.sender(), question.request(), reply -> answer(link, call, reply));
  }

  private void answer(PeerLinks.Link link, long call, PeerReply reply) {
    send(link, new PeerFrame.Answer(call, reply));
  }

  private boolean send(PeerLinks.Link link, PeerFrame frame) {
    frameBytes.clear();
    PeerFrameCodec.write(frameBytes, frame);
    byte[] bytes = frameBytes.toBytes();
    if (bytes.length > USUAL_FRAMES_BYTES) {
      frameBytes = new ByteWriter(USUAL_FRAMES_BYTES);
    }
    return link.send(bytes);
  }

  /** A peer answers what it was asked itself, and nothing else. */
  private void answered(PeerLinks.Link link, PeerFrame.Answer answer) {
    PendingCalls.Pending call = pending.find(answer.call());
    if (call != null && call.link.equals(link)) {
      call.listener.replied(answer.reply());
    }
  }

  @Override
  public void broken(PeerLinks.Link link) {
    pending.breakAll(link);
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
