package io.atoll.chaos;

import io.atoll.causal.ContextSeal;
import io.atoll.causal.VersionVector;
import io.atoll.chaos.session.Tampering;
import io.atoll.client.Session;
import io.atoll.client.engine.CallTerms;
import io.atoll.client.engine.Engine;
import io.atoll.replication.KeyValueStore;
import io.atoll.replication.ReadRequest;
import io.atoll.replication.ReadResult;
import io.atoll.replication.WriteRequest;
import io.atoll.replication.WriteResult;
import io.atoll.ring.Keyspace;
import io.atoll.ring.Topology;
import io.atoll.server.Backend;
import io.atoll.service.NodeStatus;
import io.atoll.wire.ClusterView;
import io.atoll.wire.Request;
import io.atoll.wire.Response;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.UnaryOperator;

/** Ways to break what sessions rest on, so that it can be seen that the checkers notice. */
enum SessionSabotage implements Tampering {
  /** A client does not ask its reads for what their session has seen. */
  ASK_FOR_NOTHING {
    @Override
    public Engine engine(Engine real) {
      return new PassingEngine(real) {
        @Override
        Request.Reading altered(Request.Reading reading) {
          return new Request.Reading(reading.key(), List.of());
        }
      };
    }
  },

  /** A client sends a write again that may already have taken effect. */
  REPEAT_WHAT_MAY_NOT_BE_REPEATED {
    @Override
    public Engine engine(Engine real) {
      return new PassingEngine(real) {
        @Override
        CallTerms altered(CallTerms terms) {
          return new CallTerms(
              terms.level(), terms.sloppy(), terms.timeoutMs(), true, terms.hedged());
        }
      };
    }
  },

  /** A client does not tell what came of a read. */
  SAY_NOTHING {
    @Override
    public Engine engine(Engine real) {
      return new PassingEngine(real) {
        private int reads;

        @Override
        public void get(
            String keyspace,
            Request.Reading reading,
            CallTerms terms,
            Listener<Response.Values> to) {
          if (reads++ % 100 != 99) {
            super.get(keyspace, reading, terms, to);
          }
        }
      };
    }
  },

  /** A session that goes on elsewhere has forgotten everything. */
  FORGET_ON_THE_WAY {
    @Override
    public Session restore(byte[] bytes) {
      return Session.start();
    }
  },

  /** A node does not care what a read must have seen. */
  DROP_MIN_CONTEXTS {
    @Override
    public Backend backend(Backend real) {
      return new Careless(real);
    }
  };

  /** Passes every request on, altered. */
  private static class PassingEngine implements Engine {
    private final Engine real;

    PassingEngine(Engine real) {
      this.real = real;
    }

    Request.Reading altered(Request.Reading reading) {
      return reading;
    }

    CallTerms altered(CallTerms terms) {
      return terms;
    }

    @Override
    public void get(
        String keyspace, Request.Reading reading, CallTerms terms, Listener<Response.Values> to) {
      real.get(keyspace, altered(reading), altered(terms), to);
    }

    @Override
    public void write(
        String keyspace, Request.Writing writing, CallTerms terms, Listener<Response.Written> to) {
      real.write(keyspace, writing, altered(terms), to);
    }

    @Override
    public void getMany(
        String keyspace,
        List<Request.Reading> readings,
        CallTerms terms,
        List<? extends Listener<Response.Values>> to) {
      real.getMany(keyspace, readings.stream().map(this::altered).toList(), altered(terms), to);
    }

    @Override
    public void writeMany(
        String keyspace,
        List<Request.Writing> writings,
        CallTerms terms,
        List<? extends Listener<Response.Written>> to) {
      real.writeMany(keyspace, writings, altered(terms), to);
    }

    @Override
    public ClusterView view() {
      return real.view();
    }

    @Override
    public void close(Runnable then) {
      real.close(then);
    }
  }

  /** A node whose client port asks the store for whatever there is. */
  private record Careless(Backend real) implements Backend, KeyValueStore {
    @Override
    public ContextSeal contexts() {
      return real.contexts();
    }

    @Override
    public KeyValueStore store() {
      return this;
    }

    @Override
    public Future<ReadResult> get(ReadRequest request) {
      return real.store()
          .get(
              new ReadRequest(
                  request.keyspace(),
                  request.key(),
                  request.level(),
                  request.timeoutMs(),
                  VersionVector.EMPTY));
    }

    @Override
    public Future<WriteResult> write(WriteRequest request) {
      return real.store().write(request);
    }

    @Override
    public String nodeId() {
      return real.nodeId();
    }

    @Override
    public Topology topology() {
      return real.topology();
    }

    @Override
    public List<NodeStatus> nodes() {
      return real.nodes();
    }

    @Override
    public String cannotWriteBecause() {
      return real.cannotWriteBecause();
    }

    @Override
    public String notReadyBecause() {
      return real.notReadyBecause();
    }

    @Override
    public Future<Topology> createKeyspace(Keyspace keyspace) {
      return real.createKeyspace(keyspace);
    }

    @Override
    public Future<Topology> changeKeyspace(String name, UnaryOperator<Keyspace> change) {
      return real.changeKeyspace(name, change);
    }

    @Override
    public Future<Topology> dropKeyspace(String name) {
      return real.dropKeyspace(name);
    }
  }
}
