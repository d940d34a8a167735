# SPDX-License-Identifier: MIT
# The spellings of co_await that g++ 12.2 miscompiles: a braced value, a lambda that captures by
# value, or ?: in the same full expression. Temporaries made so are destroyed twice; clang is
# right. Safe are named objects, constructor calls and [&] lambdas.
use strict;
use warnings;

# The place of the bracket that closes the one at $open.
sub closing {
    my ($code, $open) = @_;
    my $depth = 0;
    pos($code) = $open;
    while ($code =~ /([(\[{])|[)\]}]/g) {
        $depth += defined $1 ? 1 : -1;
        return $-[0] if $depth == 0;
    }
    return length $code;
}

# Whether the `{` at the end of $before begins statements, not a braced value or initialiser.
sub begins_block {
    my ($before) = @_;
    return $before =~ /(?:^|[;{})])\s*$/
        || $before =~ /\b(?:else|do|try|mutable|noexcept|const|override|final)\s*$/
        || $before =~ /->\s*[\w:<>,&*\s]+$/
        || $before =~ /\b(?:case\s[^;{}?]*|default\s*):\s*$/;
}

# Where the full expression (or declaration) around $place begins.
sub expression_start {
    my ($code, $place) = @_;
    my $depth = 0;
    for (my $at = $place - 1; $at >= 0; $at--) {
        my $char = substr $code, $at, 1;
        if ($char eq ')' || $char eq ']') {
            $depth++;
        } elsif ($char eq '(' || $char eq '[') {
            next if $depth-- > 0;
            $depth = 0;
            my $before = substr $code, 0, $at;
            return $at if $before =~ /\b(?:if|while|for|switch|constexpr)\s*$/;
        } elsif ($char eq '}') {
            # The end of the statement before, or of a braced value within this one.
            return $at + 1 if $depth == 0 && substr($code, $at + 1) !~ /^\s*[,)\]}.;(?:|&<>=+*-]/;
            $depth++;
        } elsif ($char eq '{') {
            next if $depth-- > 0;
            $depth = 0;
            return $at + 1 if begins_block(substr $code, 0, $at);
        } elsif ($char eq ';' && $depth == 0) {
            return $at + 1;
        }
    }
    return 0;
}

sub expression_end {
    my ($code, $start) = @_;
    return closing($code, $start) if substr($code, $start, 1) eq '(';
    my $depth = 0;
    pos($code) = $start;
    while ($code =~ /([(\[{])|([)\]}])|;/g) {
        if    (defined $1) { $depth++ }
        elsif (defined $2) { return $-[0] if --$depth < 0 }
        elsif ($depth == 0) { return $-[0] }
    }
    return length $code;
}

# Takes the lambdas out of an expression: their bodies are expressions of their own. Returns
# what is left and their capture lists, with places.
sub without_lambdas {
    my ($code) = @_;
    my @captures;
    while ($code =~ /(?<![\w\])])\[([^\[\]]*)\]\s*(?=[({])/g) {
        my ($open, $capture, $at) = ($-[0], $1, $+[0]);
        $at = closing($code, $at) + 1 if substr($code, $at, 1) eq '(';
        next unless substr($code, $at) =~ /^[^;{})]*\{/;
        my $end = closing($code, $at + $+[0] - 1);
        push @captures, [$open, $capture];
        substr($code, $open, $end + 1 - $open) = blank(substr $code, $open, $end + 1 - $open);
        pos($code) = $end;
    }
    return ($code, @captures);
}

sub owns_something {
    my ($captures) = @_;
    return scalar grep { !/^\s*(?:&.*|this)?\s*$/s } split /,/, $captures;
}

sub check_await {
    my ($source) = @_;
    my ($code, %seen, @found) = $source->{code};
    while ($code =~ /\bco_await\b/g) {
        my $start = expression_start($code, $-[0]);
        next if $seen{$start}++;
        my $end = expression_end($code, $start);
        my ($rest, @captures) = without_lambdas(substr $code, $start, $end - $start);
        my $complain = sub {
            my ($place, $what, $instead) = @_;
            push @found, [line_at($code, $start + $place),
                "$what in one expression with co_await, which g++ 12 miscompiles: $instead"];
        };
        for (grep { owns_something($_->[1]) } @captures) {
            $complain->($_->[0], 'a lambda that captures by value', 'name it first, then '
                . 'std::move it in, or capture by reference');
        }
        $complain->($-[0], 'a braced value', 'name it first, then std::move it in, or write '
            . 'a constructor call with parentheses')
            if $rest =~ /\{/;
        $complain->($-[0], 'a ?:', 'use if and else') if $rest =~ /\?/;
    }
    return @found;
}

sub check_coroutine_parameters {
    my ($source) = @_;
    my ($code, @lists, @found) = $source->{code};
    my $awaitable = qr/\bawaitable\s*(<(?:[^<>;{}()]|(?-1))*>)/;
    # T<...> name(parameters)  and  (parameters) ... -> T<...>
    while ($code =~ /$awaitable\s+(?:\w+\s*::\s*)*\w+\s*(?=\()/g) {
        push @lists, [$+[0], closing($code, $+[0])];
    }
    while ($code =~ /->\s*(?:\w+\s*::\s*)*$awaitable/g) {
        my $arrow = $-[0];
        next unless substr($code, 0, $arrow) =~ /\)\s*(?:mutable|noexcept|const|\s)*$/;
        my ($depth, $at) = (0, rindex $code, ')', $arrow);
        my $close = $at;
        for (; $at >= 0; $at--) {
            my $char = substr $code, $at, 1;
            $depth += $char eq ')' ? 1 : $char eq '(' ? -1 : 0;
            last if $depth == 0;
        }
        push @lists, [$at, $close];
    }
    for my $list (sort { $a->[0] <=> $b->[0] } @lists) {
        my ($open, $close) = @$list;
        my $parameters = substr $code, $open, $close - $open;
        push @found, [line_at($code, $open + $-[0]),
            'a coroutine takes a reference that may bind to a temporary: take it by value']
            if $parameters =~ /\bconst\b[^,()]*&|\w\s+const\s*&|&&/;
    }
    return @found;
}

1;
