package io.atoll.client.engine;

import io.atoll.wire.Protocol;
import io.atoll.wire.Request;
import java.util.ArrayList;
import java.util.List;

/**
 * Requests of one kind on the same terms, gathered by connection and sent as few frames. What
 * follows, such as a repeat, happens to each on its own.
 */
final class BatchAccumulator {
  private static final int MOST_BYTES = 1 << 20;

  private final Dispatcher dispatcher;
  private final List<Group> groups = new ArrayList<>();

  /** What goes to one connection. */
  private static final class Group {
    final Channel channel;
    final List<Attempt> attempts = new ArrayList<>();
    int bytes;

    Group(Channel channel) {
      this.channel = channel;
    }
  }

  BatchAccumulator(Dispatcher dispatcher) {
    this.dispatcher = dispatcher;
  }

  /** Adds a request; it is sent on its own, or kept, when no node takes it now. */
  void add(Call call) {
    NodeLink link = dispatcher.choose(call);
    if (link == null) {
      dispatcher.dispatch(call);
      return;
    }
    Group group = group(link.channelFor(dispatcher.partitionOf(call)));
    group.attempts.add(dispatcher.asking(call, link, false));
    group.bytes += call.bytes;
    // A group that fills its connection is sent at once, so that the next request sees it full.
    if (group.attempts.size() >= Math.min(Protocol.MAX_BATCH, group.channel.room())
        || group.bytes >= MOST_BYTES) {
      groups.remove(group);
      send(group);
    }
  }

  /** Sends what was gathered. */
  void send() {
    groups.forEach(this::send);
    groups.clear();
  }

  private Group group(Channel channel) {
    for (Group group : groups) {
      if (group.channel == channel) {
        return group;
      }
    }
    Group group = new Group(channel);
    groups.add(group);
    return group;
  }

  private void send(Group group) {
    Call first = group.attempts.getFirst().call;
    Request.Terms terms = dispatcher.attemptTerms(first);
    if (group.attempts.size() == 1) {
      group.channel.send(group.attempts.getFirst(), first.request(terms));
      return;
    }
    group.channel.sendMany(
        group.attempts,
        switch (first) {
          case ReadCall read -> new Request.GetMany(terms, readings(group));
          case WriteCall write -> new Request.WriteMany(terms, writings(group));
        });
  }

  private static List<Request.Reading> readings(Group group) {
    List<Request.Reading> readings = new ArrayList<>(group.attempts.size());
    for (Attempt attempt : group.attempts) {
      readings.add(((ReadCall) attempt.call).reading());
    }
    return readings;
  }

  private static List<Request.Writing> writings(Group group) {
    List<Request.Writing> writings = new ArrayList<>(group.attempts.size());
    for (Attempt attempt : group.attempts) {
      writings.add(((WriteCall) attempt.call).writing());
    }
    return writings;
  }
}
