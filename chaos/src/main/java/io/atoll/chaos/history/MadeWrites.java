package io.atoll.chaos.history;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Dot;
import io.atoll.causal.Siblings;
import io.atoll.causal.Version;
import io.atoll.node.TestHooks;
import io.atoll.replication.LocalReplicas;
import io.atoll.replication.Raise;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Member;
import java.nio.charset.StandardCharsets;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Stands between the parts of a node and notes which write event each write became. Not so in a
 * keyspace that the node has dropped: what comes too late for it finds nothing, and makes events
 * anew that nobody will ever read.
 */
public final class MadeWrites extends PassingHooks {
  private final Member member;
  private final History history;
  private final IntPredicate dropped;

  /**
   * @param inner what else is done to the hooks
   * @param member the node
   * @param dropped which keyspaces it has dropped, by their numbers
   */
  public MadeWrites(TestHooks inner, Member member, History history, IntPredicate dropped) {
    super(inner);
    this.member = member;
    this.history = history;
    this.dropped = dropped;
  }

  @Override
  public LocalReplicas local(LocalReplicas real) {
    return new Noting(super.local(real));
  }

  private final class Noting extends PassingReplicas {
    Noting(LocalReplicas real) {
      super(real);
    }

    @Override
    public void write(Keyspace keyspace, long token, WriteRequest write, WriteListener listener) {
      if (Tags.isUntold(write)) {
        super.write(keyspace, token, write, listener);
        return;
      }
      int id = Tags.writeId(write);
      super.write(
          keyspace,
          token,
          Tags.untagged(write),
          new WriteListener() {
            @Override
            public void made(Siblings state, CausalContext clientContext) {
              if (dropped.test(keyspace.id())) {
                history.madeTooLate(id, keyspace.id());
              } else {
                note(id, keyspace.id(), write.context(), state, clientContext);
              }
              listener.made(state, clientContext);
            }

            @Override
            public void durable() {
              listener.durable();
            }

            @Override
            public void failed(RequestFailure failure) {
              listener.failed(failure);
            }
          });
    }

    @Override
    public void rewrite(
        Keyspace keyspace, long token, WriteRequest write, Raise raise, WriteListener listener) {
      if (Tags.isUntold(write) || dropped.test(keyspace.id())) {
        super.rewrite(keyspace, token, write, raise, listener);
        return;
      }
      String key = new String(write.key(), StandardCharsets.UTF_8);
      int id = history.writeOf(keyspace.id(), key, raise.made().dot()).id();
      super.rewrite(
          keyspace,
          token,
          write,
          raise,
          new WriteListener() {
            @Override
            public void made(Siblings state, CausalContext clientContext) {
              Version made = state.versions().getFirst();
              if (!dropped.test(keyspace.id())) {
                history.raised(id, made.dot(), made.timestamp());
              }
              listener.made(state, clientContext);
            }

            @Override
            public void durable() {
              listener.durable();
            }

            @Override
            public void failed(RequestFailure failure) {
              listener.failed(failure);
            }

            @Override
            public void overtaken(Siblings newer) {
              listener.overtaken(newer);
            }
          });
    }
  }

  /** The new dot is what its writer has seen now and had not seen before. */
  private void note(
      int id, int keyspaceId, CausalContext before, Siblings state, CausalContext after) {
    Dot newest =
        Stream.concat(after.vector().newestDots().stream(), after.apart().stream())
            .filter(dot -> dot.actor().member() == member.number() && !before.contains(dot))
            .findFirst()
            .orElseThrow();
    long timestamp = 0;
    for (Version version : state.versions()) {
      if (version.dot().equals(newest)) {
        timestamp = version.timestamp();
      }
    }
    history.made(id, keyspaceId, newest, timestamp, state);
    history.coordinatedIn(id, member.dc());
  }
}
