package io.atoll.chaos;

import io.atoll.causal.CausalContext;
import io.atoll.causal.Siblings;
import io.atoll.chaos.history.PassingReplicas;
import io.atoll.node.TestHooks;
import io.atoll.peer.PeerCall;
import io.atoll.peer.PeerMessage;
import io.atoll.peer.Peers;
import io.atoll.replication.LocalReplicas;
import io.atoll.replication.Merged;
import io.atoll.replication.PeerReply;
import io.atoll.replication.ReplicationProtocol;
import io.atoll.replication.RequestFailure;
import io.atoll.replication.WriteRequest;
import io.atoll.ring.Keyspace;
import io.vertx.core.Future;
import java.util.function.UnaryOperator;

/**
 * Ways to break a rule of the store on purpose, so that it can be seen that the checkers notice.
 */
enum Sabotage implements UnaryOperator<TestHooks> {
  /** A replica says that a write is on disk when it has only been handed to the log. */
  ACKNOWLEDGE_BEFORE_SYNC {
    @Override
    LocalReplicas local(LocalReplicas real) {
      return new Hasty(real);
    }
  },

  /** An acknowledgement counts for another replica too. */
  COUNT_AN_ACK_TWICE {
    @Override
    Peers peers(Peers real) {
      return new DoubleCounting(real);
    }
  },

  /** A put forgets what its client had seen. */
  DROP_THE_CONTEXT {
    @Override
    LocalReplicas local(LocalReplicas real) {
      return new Forgetful(real);
    }
  };

  LocalReplicas local(LocalReplicas real) {
    return real;
  }

  Peers peers(Peers real) {
    return real;
  }

  @Override
  public TestHooks apply(TestHooks plain) {
    return new TestHooks() {
      @Override
      public LocalReplicas local(LocalReplicas real) {
        return Sabotage.this.local(plain.local(real));
      }

      @Override
      public Peers peers(Peers real) {
        return Sabotage.this.peers(plain.peers(real));
      }
    };
  }

  private static final class Hasty extends PassingReplicas {
    Hasty(LocalReplicas real) {
      super(real);
    }

    @Override
    public Future<Merged> merge(Keyspace keyspace, long token, byte[] key, Siblings theirs) {
      Future<Merged> honest = super.merge(keyspace, token, key, theirs);
      return honest.failed() ? honest : Future.succeededFuture(Merged.KEPT);
    }

    @Override
    public void write(Keyspace keyspace, long token, WriteRequest write, WriteListener listener) {
      super.write(
          keyspace,
          token,
          write,
          new WriteListener() {
            @Override
            public void made(Siblings state, CausalContext clientContext) {
              listener.made(state, clientContext);
              listener.durable();
            }

            @Override
            public void durable() {}

            @Override
            public void failed(RequestFailure failure) {
              listener.failed(failure);
            }
          });
    }
  }

  private static final class Forgetful extends PassingReplicas {
    Forgetful(LocalReplicas real) {
      super(real);
    }

    @Override
    public void write(Keyspace keyspace, long token, WriteRequest write, WriteListener listener) {
      WriteRequest blind =
          new WriteRequest(
              write.keyspace(),
              write.key(),
              CausalContext.EMPTY,
              write.delete(),
              write.contentType(),
              write.value(),
              write.level(),
              write.timeoutMs());
      super.write(keyspace, token, blind, listener);
    }
  }

  /** Each member's acknowledgement is passed on a second time as that of its neighbour. */
  private record DoubleCounting(Peers real) implements Peers {
    @Override
    @SuppressWarnings("unchecked") // What an apply is answered with.
    public <Q, R> Call call(
        int member, PeerCall<Q, R> call, Q request, long timeoutMs, Listener<R> listener) {
      return real.call(
          member,
          call,
          request,
          timeoutMs,
          new Listener<>() {
            @Override
            public void replied(R reply) {
              listener.replied(reply);
              if (call.equals(ReplicationProtocol.APPLY)
                  && reply instanceof PeerReply.Done<?> done) {
                listener.replied(
                    (R) new PeerReply.Done<>(done.epoch(), done.member() ^ 1, Merged.KEPT));
              }
            }

            @Override
            public void broken() {
              listener.broken();
            }
          });
    }

    @Override
    public <Q> void tell(int member, PeerMessage<Q> message, Q content) {
      real.tell(member, message, content);
    }
  }
}
