package io.atoll.client.codec;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * JSON by Jackson, which must be on the class path: {@code
 * com.fasterxml.jackson.core:jackson-databind}. Thread-safe.
 *
 * <p>The mapper of {@link #of(Class)} sorts map entries and properties, so that equal values give
 * equal bytes, and ignores properties that the type does not know, so that a service may be older
 * than the data.
 *
 * @param <T> the type; records and plain objects both will do
 */
public final class JacksonCodec<T> implements Codec<T> {
  private static final JsonMapper USUAL =
      JsonMapper.builder()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .findAndAddModules()
          .build();

  private final ObjectWriter writer;
  private final ObjectReader reader;

  private JacksonCodec(JsonMapper mapper, JavaType type) {
    this.writer = mapper.writerFor(type);
    this.reader = mapper.readerFor(type);
  }

  /** A codec of a type, such as {@code Cart.class}. */
  public static <T> JacksonCodec<T> of(Class<T> type) {
    return new JacksonCodec<>(USUAL, USUAL.constructType(type));
  }

  /** A codec of a generic type: {@code new TypeReference<Map<String, Integer>>() {}}. */
  public static <T> JacksonCodec<T> of(TypeReference<T> type) {
    return new JacksonCodec<>(USUAL, USUAL.constructType(type.getType()));
  }

  /** A codec by a mapper of your own. */
  public static <T> JacksonCodec<T> of(JsonMapper mapper, TypeReference<T> type) {
    return new JacksonCodec<>(mapper, mapper.constructType(type.getType()));
  }

  @Override
  public String contentType() {
    return "application/json";
  }

  @Override
  public byte[] encode(T value) {
    try {
      return writer.writeValueAsBytes(value);
    } catch (JsonProcessingException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public T decode(String contentType, byte[] bytes) {
    try {
      return reader.readValue(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
