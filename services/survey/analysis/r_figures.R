# Makes the figures that airline_r_test.cc, small_r_test.cc and figures_test.cc compare ours with.
# Plain R (4.2 or later), no packages; from the repository's root:
#   Rscript services/survey/analysis/r_figures.R ../shared/data/airline_satisfaction.csv.xz
options(digits = 17)
show <- function(name, x) cat(name, "\n ", paste(formatC(x, digits = 15, format = "g"), collapse = ", "), "\n")

# The mean of what each driver adds to R², over all subsets of the others (LMG), by lm itself.
lmg <- function(y, x) {
  k <- ncol(x)
  r2 <- numeric(2^k)
  yc <- y - mean(y)
  total <- sum(yc^2)
  xc <- scale(as.matrix(x), scale = FALSE)
  for (s in 1:(2^k - 1)) {
    cols <- which(bitwAnd(s, bitwShiftL(1L, 0:(k - 1))) != 0)
    r2[s + 1] <- 1 - sum(.lm.fit(xc[, cols, drop = FALSE], yc)$residuals^2) / total
  }
  parts <- numeric(k)
  for (i in 1:k) {
    bit <- bitwShiftL(1L, i - 1L)
    for (s in 0:(2^k - 1)) {
      if (bitwAnd(s, bit) != 0) next
      size <- sum(bitwAnd(s, bitwShiftL(1L, 0:(k - 1))) != 0)
      weight <- factorial(size) * factorial(k - 1 - size) / factorial(k)
      parts[i] <- parts[i] + weight * (r2[bitwOr(s, bit) + 1] - r2[s + 1])
    }
  }
  parts
}

drivers <- function(name, y, x) {
  complete <- complete.cases(y, x)
  show(paste(name, "respondents, complete"), c(length(y), sum(complete)))
  show(paste(name, "means of all answers"), colMeans(x, na.rm = TRUE))
  y <- y[complete]
  x <- x[complete, ]
  show(paste(name, "pearson"), sapply(x, function(d) cor(y, d)))
  show(paste(name, "spearman"), sapply(x, function(d) cor(y, d, method = "spearman")))
  fit <- lm(scale(y) ~ ., data = as.data.frame(scale(x)))
  s <- summary(fit)
  show(paste(name, "weights"), coef(fit)[-1])
  show(paste(name, "standard errors"), s$coefficients[-1, 2])
  show(paste(name, "p values"), s$coefficients[-1, 4])
  show(paste(name, "r2, adjusted"), c(s$r.squared, s$adj.r.squared))
  show(paste(name, "lmg"), lmg(y, x))
}

# Small sets, the same as in small_r_test.cc: seven people and more, four drivers, gaps.
small <- read.table(header = TRUE, na.strings = "-", text = "
 y a b c d
 9 5 4 7 2
 7 4 4 5 3
 3 2 1 3 3
 10 5 5 6 1
 8 4 - 6 2
 2 1 2 2 5
 6 3 3 4 4
 6 3 2 5 1
 9 5 3 7 5
 4 2 3 1 2
 - 4 4 4 4
 0 1 1 2 3
 8 3 5 6 4
 7 4 3 - 2
 5 3 3 4 1
 10 4 5 7 3
 1 2 1 1 4
 7 5 4 3 2
 9 4 5 6 5
 3 1 3 2 1")
drivers("small", small$y, small[, -1])
# d2 = a + b follows from the others: lm gives it no weight, and the shares are shared.
collinear <- na.omit(small)
collinear$d <- collinear$a + collinear$b
x <- collinear[, c("a", "b", "d")]
fit <- lm(scale(collinear$y) ~ ., data = as.data.frame(scale(x)))
show("collinear weights", coef(fit)[-1])
show("collinear r2", summary(fit)$r.squared)
show("collinear lmg", lmg(collinear$y, x))

# Figures.
show("wilson 17 of 40", prop.test(17, 40, correct = FALSE)$conf.int)
show("wilson 0 of 10", prop.test(0, 10, correct = FALSE)$conf.int)
scores <- rep(1:5, c(2, 3, 9, 21, 15))
t <- t.test(scores)
show("mean, sd, interval", c(mean(scores), sd(scores), t$conf.int))
p <- prop.test(c(30, 45), c(80, 85), correct = FALSE)
show("two shares: z, p", c(sqrt(p$statistic), p$p.value))
later <- rep(1:5, c(1, 2, 5, 20, 22))
w <- t.test(later, scores)
show("welch: t, p, interval", c(w$statistic, w$p.value, w$conf.int))
kinds <- rep(c(1, 0, -1), c(50, 30, 20)); n <- length(kinds)
se <- sqrt(mean((kinds - mean(kinds))^2) / n)
show("nps: value, interval", 100 * c(mean(kinds), mean(kinds) + c(-1, 1) * qnorm(0.975) * se))
after <- rep(c(1, 0, -1), c(70, 20, 15)); m <- length(after)
both <- sqrt(se^2 + mean((after - mean(after))^2) / m)
z <- (mean(after) - mean(kinds)) / both
show("two nps: difference, z, p", c(100 * (mean(after) - mean(kinds)), z, 2 * pnorm(-abs(z))))
counts <- matrix(c(12, 5, 7, 9, 14, 8, 3, 6, 16), 3, byrow = TRUE)
chi <- chisq.test(counts, correct = FALSE)
show("chi2, df, p, V", c(chi$statistic, chi$parameter, chi$p.value,
                         sqrt(chi$statistic / (sum(counts) * 2))))
show("t quantiles 1, 2.5, 30, 1e6", qt(0.975, c(1, 2.5, 30, 1e6)))
show("t tails", 2 * pt(-c(0.5, 2, 12), c(3, 17.5, 200)))
show("chi2 tails", pchisq(c(0.1, 9.49, 120), c(1, 4, 30), lower.tail = FALSE))

# The airline survey: 0 is "not applicable"; the outcome is whether one is satisfied.
path <- commandArgs(trailingOnly = TRUE)
if (length(path) == 1) {
  airline <- read.csv(xzfile(path))
  ratings <- airline[, 9:22]
  ratings[ratings == 0] <- NA
  drivers("airline", as.integer(airline$satisfaction == "satisfied"), ratings)
  # As they stand, with 0 a score like others.
  drivers("airline raw", as.integer(airline$satisfaction == "satisfied"), airline[, 9:22])
  satisfied <- sum(airline$satisfaction == "satisfied")
  show("airline satisfied", c(satisfied, prop.test(satisfied, nrow(airline), correct = FALSE)$conf.int))
  wifi <- na.omit(ratings[[1]])
  show("airline wifi top two", c(sum(wifi >= 4), length(wifi),
                                 prop.test(sum(wifi >= 4), length(wifi), correct = FALSE)$conf.int))
  show("airline wifi mean", c(mean(wifi), sd(wifi), t.test(wifi)$conf.int))
  by_class <- chisq.test(table(airline$Class, airline$satisfaction), correct = FALSE)
  show("airline class by verdict", c(by_class$statistic, by_class$parameter,
                                     sqrt(by_class$statistic / nrow(airline))))
}
