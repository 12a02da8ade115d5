@NullMarked
package io.dealsync.files;

import org.jspecify.annotations.NullMarked;
