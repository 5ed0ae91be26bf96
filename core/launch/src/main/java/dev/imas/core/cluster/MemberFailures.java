package dev.imas.core.cluster;

import com.hazelcast.core.HazelcastException;
import com.hazelcast.nio.ObjectDataInput;
import com.hazelcast.nio.ObjectDataOutput;
import com.hazelcast.nio.serialization.StreamSerializer;
import com.hazelcast.spi.exception.RetryableException;
import com.hazelcast.spi.exception.RetryableHazelcastException;
import java.io.IOException;
import java.lang.reflect.Constructor;
import org.jspecify.annotations.Nullable;

/**
 * How members report failures to each other, such as "ask again, the partition moves". By default
 * Hazelcast would send them as Java objects, its only use of Java serialization here. This class
 * sends a name and a text. The receiver creates only Hazelcast's own exceptions from them.
 */
final class MemberFailures implements StreamSerializer<Throwable> {

  private static final int TYPE = 1;
  private static final String HAZELCAST = "com.hazelcast.";

  @Override
  public int getTypeId() {
    return TYPE;
  }

  @Override
  public void write(ObjectDataOutput out, Throwable failure) throws IOException {
    out.writeString(failure.getClass().getName());
    out.writeBoolean(failure instanceof RetryableException);
    out.writeString(failure.getMessage());
  }

  @Override
  public Throwable read(ObjectDataInput in) throws IOException {
    String name = in.readString();
    boolean again = in.readBoolean();
    String text = in.readString();
    Throwable known = name == null ? null : known(name, text);
    if (known != null) {
      return known;
    }
    String told = name + ": " + text;
    return again ? new RetryableHazelcastException(told) : new HazelcastException(told);
  }

  private static @Nullable Throwable known(String name, @Nullable String text) {
    if (!name.startsWith(HAZELCAST)) {
      return null;
    }
    try {
      Class<?> type = Class.forName(name, false, MemberFailures.class.getClassLoader());
      if (!Throwable.class.isAssignableFrom(type)) {
        return null;
      }
      for (Constructor<?> constructor : type.getConstructors()) {
        Class<?>[] takes = constructor.getParameterTypes();
        if (takes.length == 1 && takes[0] == String.class) {
          return (Throwable) constructor.newInstance(text);
        }
      }
      return (Throwable) type.getConstructor().newInstance();
    } catch (ReflectiveOperationException | LinkageError notThere) {
      return null;
    }
  }
}
