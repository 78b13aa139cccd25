package io.atoll.client;

import io.atoll.client.codec.Codec;
import io.atoll.client.failure.AtollException;
import io.atoll.client.failure.CodecFailure;
import io.atoll.client.failure.ResolverFailure;
import io.atoll.client.failure.UnresolvedSiblings;
import io.atoll.wire.Response;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * What a {@link Keyspace} is bound to: name, types, and how its requests are served unless they say
 * otherwise. Here keys and values become bytes and back, and what functions of the application
 * throw becomes a failure of that one request.
 *
 * @param contentType that of the values
 * @param resolver null for none
 * @param session null for none
 */
record Binding<K, V>(
    ClientCore core,
    String keyspace,
    Codec<K> keys,
    Codec<V> values,
    String contentType,
    Resolver<V> resolver,
    Session session,
    ReadOptions reads,
    WriteOptions writes) {
  Binding {
    Objects.requireNonNull(keyspace, "keyspace");
    Objects.requireNonNull(keys, "keyCodec");
    Objects.requireNonNull(values, "valueCodec");
    Objects.requireNonNull(contentType, "content type of valueCodec");
    Objects.requireNonNull(reads, "readOptions");
    Objects.requireNonNull(writes, "writeOptions");
  }

  /** With everything left to the keyspace and the client. */
  static <K, V> Binding<K, V> of(ClientCore core, String keyspace, Codec<K> keys, Codec<V> values) {
    return new Binding<>(
        core,
        keyspace,
        keys,
        values,
        values.contentType(),
        null,
        null,
        ReadOptions.DEFAULT,
        WriteOptions.DEFAULT);
  }

  /** The bytes of a key. */
  byte[] keyBytes(K key) {
    Objects.requireNonNull(key, "key");
    return encode(keys, key, "key");
  }

  /** The bytes of a value. */
  byte[] valueBytes(V value) {
    Objects.requireNonNull(value, "value");
    return encode(values, value, "value");
  }

  // Whatever a codec throws, errors included, must end its own request and no other.
  private <T> byte[] encode(Codec<T> codec, T value, String what) {
    byte[] bytes;
    try {
      bytes = codec.encode(value);
    } catch (Throwable thrown) {
      throw new CodecFailure(
          "the %s codec of keyspace '%s' could not encode a %s: %s"
              .formatted(what, keyspace, value.getClass().getName(), thrown),
          thrown);
    }
    if (bytes == null) {
      throw new CodecFailure(
          "the %s codec of keyspace '%s' encoded a %s as null"
              .formatted(what, keyspace, value.getClass().getName()),
          null);
    }
    return bytes;
  }

  /**
   * The values of an answer, equal ones once.
   *
   * @throws CodecFailure when one of them cannot be read
   */
  Entry<V> entry(Response.Values answer) {
    List<Response.Value> distinct = distinct(answer.values());
    List<Sibling<V>> siblings;
    if (distinct.size() == 1) {
      siblings = List.of(sibling(distinct.getFirst()));
    } else {
      siblings = distinct.stream().map(this::sibling).toList();
    }
    return new Entry<>(
        siblings,
        answer.deleted(),
        false,
        Context.of(answer.context()),
        answer.outcome(),
        answer.epoch());
  }

  private Sibling<V> sibling(Response.Value value) {
    return new Sibling<>(decode(value), value.contentType());
  }

  private V decode(Response.Value value) {
    V decoded;
    try {
      decoded = values.decode(value.contentType(), value.value());
    } catch (Throwable thrown) {
      throw new CodecFailure(
          "the value codec of keyspace '%s' could not read %d bytes of type '%s': %s"
              .formatted(keyspace, value.value().length, value.contentType(), thrown),
          thrown);
    }
    if (decoded == null) {
      throw new CodecFailure(
          "the value codec of keyspace '%s' read %d bytes of type '%s' as null"
              .formatted(keyspace, value.value().length, value.contentType()),
          null);
    }
    return decoded;
  }

  /**
   * An entry with one value at most.
   *
   * @throws AtollException when there are several, and no resolver or one that throws
   */
  Entry<V> resolved(Entry<V> entry) {
    if (!entry.isConflicting()) {
      return entry;
    }
    if (resolver == null) {
      throw new UnresolvedSiblings(
          "the key holds %d concurrent values and keyspace '%s' has no resolver here; see Keyspace.withResolver"
              .formatted(entry.siblings().size(), keyspace),
          entry.siblings().size());
    }
    V merged;
    try {
      merged = resolver.merge(entry.siblings().stream().map(Sibling::value).toList());
    } catch (Throwable thrown) {
      throw new ResolverFailure(
          "the resolver of keyspace '%s' could not merge %d values: %s"
              .formatted(keyspace, entry.siblings().size(), thrown),
          thrown);
    }
    if (merged == null) {
      throw new ResolverFailure(
          "the resolver of keyspace '%s' merged %d values to null"
              .formatted(keyspace, entry.siblings().size()),
          null);
    }
    return new Entry<>(
        List.of(new Sibling<>(merged, contentType)),
        entry.deleted(),
        true,
        entry.context(),
        entry.outcome(),
        entry.epoch());
  }

  static List<Response.Value> distinct(List<Response.Value> values) {
    if (values.size() < 2) {
      return values;
    }
    List<Response.Value> distinct = new ArrayList<>(values.size());
    for (Response.Value value : values) {
      if (distinct.stream().noneMatch(other -> same(value, other))) {
        distinct.add(value);
      }
    }
    return distinct;
  }

  private static boolean same(Response.Value a, Response.Value b) {
    return a.contentType().equals(b.contentType()) && Arrays.equals(a.value(), b.value());
  }

  Binding<K, V> withResolver(Resolver<V> with) {
    return new Binding<>(core, keyspace, keys, values, contentType, with, session, reads, writes);
  }

  Binding<K, V> in(Session with) {
    return new Binding<>(core, keyspace, keys, values, contentType, resolver, with, reads, writes);
  }

  Binding<K, V> withReads(ReadOptions with) {
    return new Binding<>(
        core, keyspace, keys, values, contentType, resolver, session, with, writes);
  }

  Binding<K, V> withWrites(WriteOptions with) {
    return new Binding<>(core, keyspace, keys, values, contentType, resolver, session, reads, with);
  }
}
