/* `Value` in C: what engine/value.py says in Python, equal to the last bit, in a tenth of the time.

   Only what is common is here: numbers that are doubles, inputs that are Values, ops of the catalogue. All
   else (a subclass, a Fraction, a deleted attribute, an op of a program's own) is left to the readable class,
   whose functions `connect` hands in. What an op computes is in ops.h, which tools/core.py writes from
   engine/ops.py.

   A Value that holds nothing but plain Values cannot be part of a cycle, so Python's collector does not look
   at it: it is tracked only once it holds something that is looked at. (A container hung on a Value *after*
   others were made of it, through which it leads back to them, is therefore never collected.) */

#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdint.h>

/* Python's `%`: of the divisor's sign. */
static inline double
remainder_of(double a, double b)
{
    double rest = fmod(a, b);
    if (rest == 0.0) {
        return copysign(0.0, b);
    }
    return (b < 0.0) != (rest < 0.0) ? rest + b : rest;
}

#include "ops.h"

enum { LEAF, CONSTANT, FIRST_OP };  /* codes: then the ops of ops.h in their order */

/* What is as usual of a Value: its data and grad are doubles, its op has a code, its inputs are Values, its
   label and its group are empty. What is not so lies in `odd`, or was never set, or was deleted. */
enum { DATA = 1, GRAD = 2, OP = 4, INPUTS = 8, LABEL = 16, GROUP = 32 };
/* That it has a label and a group at all. */
enum { LABELLED = 64, GROUPED = 128, PLAIN = 255 };

enum { MANY = 3 };  /* the count of three inputs and more */
enum { KEPT = 1 << 16 };  /* freed Values that are kept for the next ones */
#define IN_PROGRESS UINT32_MAX

typedef struct {
    PyObject *data, *grad, *op, *inputs;
} Odd;

typedef struct Value {
    PyObject_HEAD
    /* What a pass reads, in half a line of the cache. */
    double data;
    uint32_t id;  /* during a pass: one more than its position, or IN_PROGRESS; else 0 */
    uint8_t code, plain, count, tracked;
    union {
        struct { struct Value *first, *second; };
        struct { struct Value **many; Py_ssize_t size; };
    };
    union {
        double grad;
        struct Value *next;  /* of those that are to be freed, and of those that are kept */
    };
    PyObject *label, *group;
    Odd *odd;
} Value;

static PyTypeObject *value_type;
static Value *kept;
static int kept_count;
static PyObject *empty;  /* the string */
/* Attributes that a class may read its own way. */
enum { OF_OP, OF_INPUTS, OF_LABEL, OF_GROUP, ATTRIBUTES };
static const char *const ATTRIBUTE_NAMES[] = {"op", "inputs", "label", "group"};
static PyObject *attribute_names[ATTRIBUTES], *descriptors[ATTRIBUTES];

/* From `connect`: ops by code, and the readable functions. */
static PyObject *ops[FIRST_OP + OPS], *operators[FIRST_OP + OPS], *reflected[FIRST_OP + OPS],
    *methods[FIRST_OP + OPS];
static PyObject *readable_init, *readable_backward, *readable_apply, *readable_total;

#define IS_VALUE(thing) Py_IS_TYPE(thing, value_type)
#define AS_VALUE(thing) ((Value *)(thing))
#define HAS(value, what) (((value)->plain & (what)) == (what))

/* -- what a Value holds ---------------------------------------------------------------------------------- */

static inline Py_ssize_t
inputs_of(Value *value, Value ***inputs)
{
    if (value->count == MANY) {
        *inputs = value->many;
        return value->size;
    }
    *inputs = &value->first;  /* the second lies behind it */
    return value->count;
}

static inline int
is_tracked(Value *value)
{
    return !IS_VALUE(value) || value->tracked;
}

static void
track(Value *value)
{
    if (!is_tracked(value)) {
        value->tracked = 1;
        PyObject_GC_Track(value);
    }
}

/* A new plain Value without inputs, untracked. */
static inline Value *
blank(int code, double data)
{
    Value *made = kept;
    if (made != NULL) {
        kept = made->next;
        kept_count--;
        _Py_NewReference((PyObject *)made);
    }
    else {
        made = PyObject_GC_New(Value, value_type);
        if (made == NULL) {
            return NULL;
        }
    }
    made->data = data;
    made->grad = 0.0;
    made->first = made->second = NULL;
    made->label = made->group = NULL;
    made->odd = NULL;
    made->id = 0;
    made->code = (uint8_t)code;
    made->plain = PLAIN;
    made->count = made->tracked = 0;
    return made;
}

static inline PyObject *
of_one(int code, double data, Value *first)
{
    Value *made = blank(code, data);
    if (made != NULL) {
        made->first = AS_VALUE(Py_NewRef((PyObject *)first));
        made->count = 1;
        if (first->tracked) {
            track(made);
        }
    }
    return (PyObject *)made;
}

static inline PyObject *
of_two(int code, double data, Value *first, Value *second)
{
    Value *made = blank(code, data);
    if (made != NULL) {
        made->first = AS_VALUE(Py_NewRef((PyObject *)first));
        made->second = AS_VALUE(Py_NewRef((PyObject *)second));
        made->count = 2;
        if (first->tracked | second->tracked) {
            track(made);
        }
    }
    return (PyObject *)made;
}

/* Of any number of Values, whose references it takes over, even if it fails. */
static PyObject *
of_many(int code, double data, Value **inputs, Py_ssize_t size)
{
    Value *made = blank(code, data);
    Py_ssize_t i;
    if (made != NULL && size >= MANY) {
        Value **many = PyMem_New(Value *, size);
        if (many == NULL) {
            Py_CLEAR(made);
            PyErr_NoMemory();
        }
        else {
            memcpy(many, inputs, (size_t)size * sizeof(Value *));
            made->many = many;
            made->size = size;
            made->count = MANY;
        }
    }
    else if (made != NULL) {
        made->first = size > 0 ? inputs[0] : NULL;
        made->second = size > 1 ? inputs[1] : NULL;
        made->count = (uint8_t)size;
    }
    if (made == NULL) {
        for (i = 0; i < size; i++) {
            Py_DECREF(inputs[i]);
        }
        return NULL;
    }
    for (i = 0; i < size; i++) {
        if (is_tracked(inputs[i])) {
            track(made);
            break;
        }
    }
    return (PyObject *)made;
}

/* -- freeing: one after another, because a chain may be a million long ------------------------------------ */

/* Gives up a reference to an input. A plain Value that nobody else holds is freed later. */
static inline void
give_up(Value *input, Value **pending)
{
    if (IS_VALUE(input) && Py_REFCNT(input) == 1) {
        if (input->tracked) {
            PyObject_GC_UnTrack(input);
            input->tracked = 0;
        }
        Py_SET_REFCNT(input, 0);
        input->next = *pending;
        *pending = input;
    }
    else {
        Py_DECREF(input);
    }
}

/* Lets go of all that it holds. Other code may run before it returns. */
static void
let_go(Value *value, Value **pending)
{
    Odd *odd = value->odd;
    PyObject *label = value->label, *group = value->group;
    Value *first = value->first, *second = value->second, **many = value->many;
    Py_ssize_t size = value->size, i;
    int count = value->count;

    value->odd = NULL;
    value->label = value->group = NULL;
    value->first = value->second = NULL;
    value->count = 0;
    value->plain = 0;
    if (count == MANY) {
        for (i = 0; i < size; i++) {
            give_up(many[i], pending);
        }
        PyMem_Free(many);
    }
    else {
        if (count > 0) {
            give_up(first, pending);
        }
        if (count > 1) {
            give_up(second, pending);
        }
    }
    if (label != NULL) {
        Py_DECREF(label);
    }
    if (group != NULL) {
        Py_DECREF(group);
    }
    if (odd != NULL) {
        Py_XDECREF(odd->data);
        Py_XDECREF(odd->grad);
        Py_XDECREF(odd->op);
        Py_XDECREF(odd->inputs);
        PyMem_Free(odd);
    }
}

static inline void
keep_or_free(Value *value)
{
    if (kept_count < KEPT) {
        value->next = kept;
        kept = value;
        kept_count++;
    }
    else {
        PyObject_GC_Del(value);
        Py_DECREF(value_type);
    }
}

static void
free_pending(Value *pending)
{
    while (pending != NULL) {
        Value *value = pending;
        pending = value->next;
        let_go(value, &pending);
        keep_or_free(value);
    }
}

static void
value_dealloc(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    Value *value = AS_VALUE(self), *pending = NULL;

    PyObject_GC_UnTrack(self);
    Py_TRASHCAN_BEGIN(self, value_dealloc)
    let_go(value, &pending);
    free_pending(pending);
    if (type == value_type) {
        value->tracked = 0;
        keep_or_free(value);
    }
    else {
        type->tp_free(self);
        Py_DECREF(type);
    }
    Py_TRASHCAN_END
}

static int
value_traverse(PyObject *self, visitproc visit, void *arg)
{
    Value *value = AS_VALUE(self), **inputs;
    Py_ssize_t count = inputs_of(value, &inputs), i;

    Py_VISIT(Py_TYPE(self));
    for (i = 0; i < count; i++) {
        Py_VISIT(inputs[i]);
    }
    Py_VISIT(value->label);
    Py_VISIT(value->group);
    if (value->odd != NULL) {
        Py_VISIT(value->odd->data);
        Py_VISIT(value->odd->grad);
        Py_VISIT(value->odd->op);
        Py_VISIT(value->odd->inputs);
    }
    return 0;
}

static int
value_clear(PyObject *self)
{
    Value *pending = NULL;
    let_go(AS_VALUE(self), &pending);
    free_pending(pending);
    return 0;
}

/* What `object.__new__` allocates: nothing is set yet. */
static PyObject *
value_alloc(PyTypeObject *type, Py_ssize_t items)
{
    Value *made;
    if (type != value_type) {
        return PyType_GenericAlloc(type, items);
    }
    made = blank(LEAF, 0.0);
    if (made != NULL) {
        made->plain = 0;
    }
    return (PyObject *)made;
}

/* -- attributes ------------------------------------------------------------------------------------------- */

/* As a slot of Python's says it, on reading and on deleting. */
static PyObject *
is_unset(PyObject *self, const char *name)
{
#if PY_VERSION_HEX < 0x030D0000
    PyErr_Format(PyExc_AttributeError, "'%.200s' object has no attribute '%s'", Py_TYPE(self)->tp_name, name);
#else
    PyErr_Format(PyExc_AttributeError, "'%T' object has no attribute '%s'", self, name);
#endif
    return NULL;
}

static int
was_unset(const char *name)
{
    PyErr_SetString(PyExc_AttributeError, name);
    return -1;
}

static PyObject **
odd_field(Value *value, int what)
{
    if (value->odd == NULL) {
        return NULL;
    }
    return what == DATA ? &value->odd->data
        : what == GRAD ? &value->odd->grad
        : what == OP ? &value->odd->op
        : &value->odd->inputs;
}

/* Sets, or with NULL deletes, what is not plain; a plain one is set by the caller, after this with NULL. */
static int
set_odd(Value *value, int what, PyObject *thing)
{
    PyObject **field, *before = NULL;
    if (thing != NULL && value->odd == NULL) {
        value->odd = PyMem_Calloc(1, sizeof(Odd));
        if (value->odd == NULL) {
            PyErr_NoMemory();
            return -1;
        }
    }
    field = odd_field(value, what);
    value->plain &= (uint8_t)~what;
    if (field != NULL) {
        before = *field;
        *field = Py_XNewRef(thing);
    }
    if (thing != NULL && PyObject_IS_GC(thing)) {
        track(value);
    }
    Py_XDECREF(before);
    return 0;
}

static PyObject *
get_odd(Value *value, int what, const char *name)
{
    PyObject **field = odd_field(value, what);
    return field == NULL || *field == NULL ? is_unset((PyObject *)value, name) : Py_NewRef(*field);
}

/* The last statement before it returns may run other code, so what is plain is set by then. */
static int
set_number(Value *value, int what, PyObject *thing, const char *name)
{
    PyObject **field, *before = NULL;
    if (thing == NULL && !HAS(value, what) && ((field = odd_field(value, what)) == NULL || *field == NULL)) {
        return was_unset(name);
    }
    if (thing == NULL || !PyFloat_CheckExact(thing)) {
        return set_odd(value, what, thing);
    }
    if (what == DATA) {
        value->data = PyFloat_AS_DOUBLE(thing);
    }
    else {
        value->grad = PyFloat_AS_DOUBLE(thing);
    }
    value->plain |= (uint8_t)what;
    field = odd_field(value, what);
    if (field != NULL) {
        before = *field;
        *field = NULL;
    }
    Py_XDECREF(before);
    return 0;
}

static PyObject *
get_data(PyObject *self, void *closure)
{
    Value *value = AS_VALUE(self);
    return HAS(value, DATA) ? PyFloat_FromDouble(value->data) : get_odd(value, DATA, "data");
}

static int
set_data(PyObject *self, PyObject *thing, void *closure)
{
    return set_number(AS_VALUE(self), DATA, thing, "data");
}

static PyObject *
get_grad(PyObject *self, void *closure)
{
    Value *value = AS_VALUE(self);
    return HAS(value, GRAD) ? PyFloat_FromDouble(value->grad) : get_odd(value, GRAD, "grad");
}

static int
set_grad(PyObject *self, PyObject *thing, void *closure)
{
    return set_number(AS_VALUE(self), GRAD, thing, "grad");
}

/* -1 for none of ours. */
static int
code_of(PyObject *op)
{
    int code;
    for (code = 0; code < FIRST_OP + OPS; code++) {
        if (ops[code] == op) {
            return code;
        }
    }
    return -1;
}

static PyObject *
get_op(PyObject *self, void *closure)
{
    Value *value = AS_VALUE(self);
    return HAS(value, OP) ? Py_NewRef(ops[value->code]) : get_odd(value, OP, "op");
}

static int
set_op(PyObject *self, PyObject *thing, void *closure)
{
    Value *value = AS_VALUE(self);
    PyObject **field, *before = NULL;
    int code = thing == NULL ? -1 : code_of(thing);
    if (thing == NULL && !HAS(value, OP) && ((field = odd_field(value, OP)) == NULL || *field == NULL)) {
        return was_unset("op");
    }
    if (code < 0) {
        return set_odd(value, OP, thing);
    }
    value->code = (uint8_t)code;
    value->plain |= OP;
    field = odd_field(value, OP);
    if (field != NULL) {
        before = *field;
        *field = NULL;
    }
    Py_XDECREF(before);
    return 0;
}

static PyObject *
get_inputs(PyObject *self, void *closure)
{
    Value *value = AS_VALUE(self), **inputs;
    Py_ssize_t count, i;
    PyObject *made;
    if (!HAS(value, INPUTS)) {
        return get_odd(value, INPUTS, "inputs");
    }
    made = PyTuple_New(value->count == MANY ? value->size : value->count);
    if (made == NULL) {
        return NULL;
    }
    count = inputs_of(value, &inputs);
    if (count != PyTuple_GET_SIZE(made)) {  /* code of the collector's callbacks changed it */
        Py_DECREF(made);
        return get_inputs(self, closure);
    }
    for (i = 0; i < count; i++) {
        PyTuple_SET_ITEM(made, i, Py_NewRef((PyObject *)inputs[i]));
    }
    return made;
}

static int
set_inputs(PyObject *self, PyObject *thing, void *closure)
{
    Value *value = AS_VALUE(self), *pending = NULL, *old[2], **old_many = NULL, **many = NULL;
    Py_ssize_t size = 0, old_size, i;
    PyObject **field, *before = NULL;
    int old_count, fails = 0, is_plain = thing != NULL && PyTuple_CheckExact(thing);

    if (thing == NULL && !HAS(value, INPUTS)
        && ((field = odd_field(value, INPUTS)) == NULL || *field == NULL)) {
        return was_unset("inputs");
    }
    if (is_plain) {
        size = PyTuple_GET_SIZE(thing);
        for (i = 0; i < size && is_plain; i++) {
            is_plain = PyObject_TypeCheck(PyTuple_GET_ITEM(thing, i), value_type);
        }
    }
    if (is_plain && size >= MANY) {
        many = PyMem_New(Value *, size);
        if (many == NULL) {
            PyErr_NoMemory();
            return -1;
        }
    }
    old[0] = value->first;
    old[1] = value->second;
    old_many = value->many;
    old_size = value->size;
    old_count = value->count;
    value->first = value->second = NULL;
    value->count = 0;
    field = odd_field(value, INPUTS);
    if (is_plain) {
        if (field != NULL) {
            before = *field;
            *field = NULL;
        }
        for (i = 0; i < size; i++) {
            Value *input = AS_VALUE(Py_NewRef(PyTuple_GET_ITEM(thing, i)));
            if (many != NULL) {
                many[i] = input;
            }
            else if (i == 0) {
                value->first = input;
            }
            else {
                value->second = input;
            }
            if (is_tracked(input)) {
                track(value);
            }
        }
        if (many != NULL) {
            value->many = many;
            value->size = size;
        }
        value->count = (uint8_t)(size >= MANY ? MANY : size);
        value->plain |= INPUTS;
    }
    else {
        fails = set_odd(value, INPUTS, thing);
    }
    if (old_count == MANY) {
        for (i = 0; i < old_size; i++) {
            give_up(old_many[i], &pending);
        }
        PyMem_Free(old_many);
    }
    else {
        for (i = 0; i < old_count; i++) {
            give_up(old[i], &pending);
        }
    }
    free_pending(pending);
    Py_XDECREF(before);
    return fails;
}

static PyObject *
get_text(Value *value, int what, PyObject *text, const char *name)
{
    if (HAS(value, what)) {
        return Py_NewRef(empty);
    }
    return text == NULL ? is_unset((PyObject *)value, name) : Py_NewRef(text);
}

static int
set_text(Value *value, int what, PyObject **field, PyObject *thing, const char *name)
{
    PyObject *before = *field;
    if (thing == NULL && !HAS(value, what) && before == NULL) {
        return was_unset(name);
    }
    if (thing == NULL) {
        value->plain &= (uint8_t)~(what == LABEL ? LABELLED : GROUPED);
    }
    else {
        value->plain |= (uint8_t)(what == LABEL ? LABELLED : GROUPED);
    }
    if (thing != NULL && PyUnicode_CheckExact(thing) && PyUnicode_GET_LENGTH(thing) == 0) {
        value->plain |= (uint8_t)what;
        *field = NULL;
    }
    else {
        value->plain &= (uint8_t)~what;
        *field = Py_XNewRef(thing);
        if (thing != NULL && PyObject_IS_GC(thing)) {
            track(value);
        }
    }
    Py_XDECREF(before);
    return 0;
}

static PyObject *
get_label(PyObject *self, void *closure)
{
    return get_text(AS_VALUE(self), LABEL, AS_VALUE(self)->label, "label");
}

static int
set_label(PyObject *self, PyObject *thing, void *closure)
{
    return set_text(AS_VALUE(self), LABEL, &AS_VALUE(self)->label, thing, "label");
}

static PyObject *
get_group(PyObject *self, void *closure)
{
    return get_text(AS_VALUE(self), GROUP, AS_VALUE(self)->group, "group");
}

static int
set_group(PyObject *self, PyObject *thing, void *closure)
{
    return set_text(AS_VALUE(self), GROUP, &AS_VALUE(self)->group, thing, "group");
}

static PyGetSetDef attributes[] = {
    {"data", get_data, set_data, NULL, NULL},
    {"grad", get_grad, set_grad, NULL, NULL},
    {"op", get_op, set_op, NULL, NULL},
    {"inputs", get_inputs, set_inputs, NULL, NULL},
    {"label", get_label, set_label, NULL, NULL},
    {"group", get_group, set_group, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

/* -- Values out of Values --------------------------------------------------------------------------------- */

/* Whether it is a float or an int that a double can hold. */
static inline int
as_double(PyObject *thing, double *number)
{
    if (PyFloat_CheckExact(thing)) {
        *number = PyFloat_AS_DOUBLE(thing);
        return 1;
    }
    if (!PyLong_CheckExact(thing)) {
        return 0;
    }
    *number = PyLong_AsDouble(thing);
    if (*number == -1.0 && PyErr_Occurred()) {
        PyErr_Clear();
        return 0;
    }
    return 1;
}

static inline int
is_plain(PyObject *thing)
{
    return IS_VALUE(thing) && HAS(AS_VALUE(thing), DATA);
}

static PyObject *
call_two(PyObject *function, PyObject *one, PyObject *other)
{
    PyObject *arguments[2] = {one, other};
    return PyObject_Vectorcall(function, arguments, 2, NULL);
}

static inline PyObject *
binary(int index, PyObject *left, PyObject *right)
{
    int code = FIRST_OP + index;
    double number;
    PyObject *made;
    Value *constant;
    if (is_plain(left)) {
        Value *first = AS_VALUE(left);
        if (is_plain(right)) {
            Value *second = AS_VALUE(right);
            return of_two(code, value_of(index, first->data, second->data), first, second);
        }
        if (as_double(right, &number)) {
            constant = blank(CONSTANT, number);
            if (constant == NULL) {
                return NULL;
            }
            made = of_two(code, value_of(index, first->data, number), first, constant);
            Py_DECREF(constant);
            return made;
        }
    }
    else if (is_plain(right) && as_double(left, &number)) {
        Value *second = AS_VALUE(right);
        constant = blank(CONSTANT, number);
        if (constant == NULL) {
            return NULL;
        }
        made = of_two(code, value_of(index, number, second->data), constant, second);
        Py_DECREF(constant);
        return made;
    }
    if (PyObject_TypeCheck(left, value_type)) {
        return call_two(operators[code], left, right);
    }
    return call_two(reflected[code], right, left);
}

static inline PyObject *
unary(int index, PyObject *self)
{
    if (is_plain(self)) {
        return of_one(FIRST_OP + index, value_of(index, AS_VALUE(self)->data, 0.0), AS_VALUE(self));
    }
    return PyObject_CallOneArg(methods[FIRST_OP + index], self);
}

#define OPERATOR(slot, index) \
    static PyObject *slot(PyObject *left, PyObject *right) { return binary(index, left, right); }
OPERATOR(nb_add, OP_ADD)
OPERATOR(nb_subtract, OP_SUB)
OPERATOR(nb_multiply, OP_MUL)
OPERATOR(nb_true_divide, OP_DIV)

static PyObject *
nb_power(PyObject *left, PyObject *right, PyObject *modulus)
{
    if (modulus != Py_None) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    return binary(OP_POW, left, right);
}

static PyObject *
nb_negative(PyObject *self)
{
    return unary(OP_NEG, self);
}

static PyObject *
nb_absolute(PyObject *self)
{
    return unary(OP_ABS, self);
}

static PyObject *
nb_positive(PyObject *self)
{
    return Py_NewRef(self);
}

#define METHOD_1(index, word) \
    static PyObject *method_##word(PyObject *self, PyObject *none) { return unary(index, self); }
#define METHOD_2(index, word) \
    static PyObject *method_##word(PyObject *self, PyObject *other) \
    { \
        return is_plain(other) && is_plain(self) ? binary(index, self, other) \
                                                 : call_two(methods[FIRST_OP + index], self, other); \
    }
METHODS_OF_ONE(METHOD_1)
METHODS_OF_TWO(METHOD_2)

/* An op on these; NULL without an error where it is not for us. Takes over no references. */
static PyObject *
applied(int index, PyObject *const *arguments, Py_ssize_t size)
{
    Value *few[16], **inputs = few;
    Py_ssize_t i, made = 0;
    PyObject *result = NULL;
    double number, data = STARTS[index];
    int any = 0;

    if (ARITY[index] >= 0 && ARITY[index] != size) {
        return NULL;
    }
    for (i = 0; i < size; i++) {
        if (is_plain(arguments[i])) {
            any = 1;
        }
        else if (!as_double(arguments[i], &number)) {
            return NULL;
        }
    }
    if (!any) {
        return NULL;
    }
    if (size > 16) {
        inputs = PyMem_New(Value *, size);
        if (inputs == NULL) {
            return PyErr_NoMemory();
        }
    }
    /* Making a constant may run other code, which may change a Value's number: all is read afterwards. */
    for (made = 0; made < size; made++) {
        if (IS_VALUE(arguments[made])) {
            inputs[made] = AS_VALUE(Py_NewRef(arguments[made]));
            continue;
        }
        as_double(arguments[made], &number);
        inputs[made] = blank(CONSTANT, number);
        if (inputs[made] == NULL) {
            break;
        }
    }
    for (i = 0; i < made; i++) {
        if (!HAS(inputs[i], DATA)) {
            break;
        }
        if (ARITY[index] < 0) {
            data = fold(index, data, inputs[i]->data);
        }
    }
    if (i == size) {
        if (ARITY[index] >= 0) {
            data = value_of(index, inputs[0]->data, size > 1 ? inputs[1]->data : 0.0);
        }
        result = of_many(FIRST_OP + index, data, inputs, size);
    }
    else {
        for (i = 0; i < made; i++) {
            Py_DECREF(inputs[i]);
        }
    }
    if (inputs != few) {
        PyMem_Free(inputs);
    }
    return result;
}

static PyObject *
apply(PyObject *module, PyObject *const *arguments, Py_ssize_t size)
{
    int code = size > 0 ? code_of(arguments[0]) : -1;
    if (code >= FIRST_OP) {
        PyObject *made = applied(code - FIRST_OP, arguments + 1, size - 1);
        if (made != NULL || PyErr_Occurred()) {
            return made;
        }
    }
    return PyObject_Vectorcall(readable_apply, arguments, (size_t)size, NULL);
}

static PyObject *
total(PyObject *module, PyObject *const *arguments, Py_ssize_t size, PyObject *words)
{
    PyObject *start = size == 2 ? arguments[1] : NULL, *terms, *made, *rest[2], **things;
    Py_ssize_t count, first, i;
    if (size == 1 && words != NULL && PyTuple_GET_SIZE(words) == 1
        && PyUnicode_CompareWithASCIIString(PyTuple_GET_ITEM(words, 0), "start") == 0) {
        start = arguments[1];
        words = NULL;
    }
    if (size < 1 || size > 2 || (words != NULL && PyTuple_GET_SIZE(words) > 0)) {
        return PyObject_Vectorcall(readable_total, arguments, (size_t)size, words);
    }
    /* A copy that no other code can reach, as a list of Python's could be. */
    terms = PySequence_Tuple(arguments[0]);
    if (terms == NULL) {
        return NULL;
    }
    first = start != NULL && is_plain(start);
    made = NULL;
    if (first || start == NULL || (PyLong_CheckExact(start) && PyObject_Not(start))) {
        count = PyTuple_GET_SIZE(terms) + first;
        things = PyMem_New(PyObject *, count + 1);
        if (things == NULL) {
            Py_DECREF(terms);
            return PyErr_NoMemory();
        }
        if (first) {
            things[0] = start;
        }
        for (i = first; i < count; i++) {
            things[i] = PyTuple_GET_ITEM(terms, i - first);
        }
        made = applied(OP_SUM, things, count);
        PyMem_Free(things);
    }
    if (made == NULL && !PyErr_Occurred()) {
        rest[0] = terms;
        rest[1] = start;
        made = PyObject_Vectorcall(readable_total, rest, start == NULL ? 1 : 2, NULL);
    }
    Py_DECREF(terms);
    return made;
}

/* -- the graph under a Value ------------------------------------------------------------------------------ */

/* What is asked of all nodes: for a graph, for a pass over the fields of Values of any class, and for one over
   plain Values alone. */
enum { READ, FIELDS, EXACT };

/* Whether a class reads these as they are here. */
static int
has_own(PyTypeObject *type, int which)
{
    return _PyType_Lookup(type, attribute_names[which]) == descriptors[which];
}

static int
is_usual(Value *value, int how)
{
    int index = value->code - FIRST_OP;
    Py_ssize_t count = value->count == MANY ? value->size : value->count;
    if (!IS_VALUE(value) && (how == EXACT || !has_own(Py_TYPE(value), OF_OP) || !has_own(Py_TYPE(value), OF_INPUTS))) {
        return 0;
    }
    if (!HAS(value, INPUTS | LABELLED | GROUPED)) {
        return 0;
    }
    if (how == READ) {
        return HAS(value, OP) || (value->odd != NULL && value->odd->op != NULL);
    }
    /* Now a pass has to be only doubles and ops of ours. A grad may be an int, as `p.grad = 0` makes it. */
    if (!HAS(value, DATA | OP)) {
        return 0;
    }
    if (!HAS(value, GRAD)) {
        PyObject **grad = odd_field(value, GRAD);
        int overflow = 0;
        if (grad == NULL || *grad == NULL || !PyLong_CheckExact(*grad)
            || (PyLong_AsLongAndOverflow(*grad, &overflow), overflow)) {
            return 0;
        }
    }
    return index < 0 ? count == 0 : ARITY[index] < 0 ? count > 0 : count == ARITY[index];
}

/* The nodes under an output, inputs before uses, as engine/graph.py orders them: depth-first post-order,
   inputs in slot order. Each has its id afterwards. -1: an error, 0: something unusual is among them. */
static Py_ssize_t
in_order(Value *output, Value ***nodes, int how)
{
    typedef struct { Value *node; Py_ssize_t next; } Step;
    Py_ssize_t count = 0, room = 1024, depth = 0, deepest = 256, i;
    Value **order = PyMem_New(Value *, room), **inputs;
    Step *path = PyMem_New(Step, deepest);
    int fails = order == NULL || path == NULL, is_odd = 0;

    if (!fails && is_usual(output, how)) {
        output->id = IN_PROGRESS;
        path[depth++] = (Step){output, 0};
    }
    else {
        is_odd = 1;
    }
    while (depth > 0 && !fails && !is_odd) {
        Step *top = &path[depth - 1];
        Value *node = top->node, *found = NULL;
        Py_ssize_t size = inputs_of(node, &inputs);
        while (top->next < size) {
            Value *input = inputs[top->next++];
            if (input->id == 0) {
                found = input;
                is_odd = !is_usual(input, how);
                break;
            }
            if (input->id == IN_PROGRESS) {
                is_odd = 1;  /* a circle, which assigning `inputs` can make */
                break;
            }
        }
        if (is_odd) {
            break;
        }
        if (found != NULL) {
            if (depth == deepest) {
                Step *more = PyMem_Resize(path, Step, deepest * 2);
                if (more == NULL) {
                    fails = 1;
                    break;
                }
                path = more;
                deepest *= 2;
            }
            found->id = IN_PROGRESS;
            path[depth++] = (Step){found, 0};
        }
        else {
            if (count == room) {
                Value **more = PyMem_Resize(order, Value *, room * 2);
                if (more == NULL) {
                    fails = 1;
                    break;
                }
                order = more;
                room *= 2;
            }
            order[count++] = node;
            node->id = (uint32_t)count;
            is_odd = count >= IN_PROGRESS - 1;
            depth--;
        }
    }
    if (fails || is_odd) {
        for (i = 0; i < count; i++) {
            order[i]->id = 0;
        }
        for (i = 0; i < depth; i++) {
            path[i].node->id = 0;
        }
        PyMem_Free(order);
        order = NULL;
    }
    PyMem_Free(path);
    *nodes = order;
    if (fails) {
        PyErr_NoMemory();
        return -1;
    }
    return is_odd ? 0 : count;
}

static double
grad_before(Value *leaf)
{
    return HAS(leaf, GRAD) ? leaf->grad : (double)PyLong_AsLong(*odd_field(leaf, GRAD));
}

/* A pass by numbers alone, in which no other code runs. -1: an error, 0: it is not for us. */
static int
pass(Value *output, int how)
{
    Value **nodes, **inputs;
    Py_ssize_t count = in_order(output, &nodes, how), i, slot;
    double *grads;
    if (count <= 0) {
        return (int)count;
    }
    grads = PyMem_Calloc((size_t)count, sizeof(double));
    if (grads == NULL) {
        for (i = 0; i < count; i++) {
            nodes[i]->id = 0;
        }
        PyMem_Free(nodes);
        PyErr_NoMemory();
        return -1;
    }
    grads[count - 1] = 1.0;
    for (i = count - 1; i >= 0; i--) {
        Value *node = nodes[i];
        double upstream = grads[i];
        int index = node->code - FIRST_OP;
        /* At its turn all uses of it are done, for there is no circle: nobody asks for its id again. */
        double grad = node->code == LEAF ? grad_before(node) + upstream : upstream;
        if (!HAS(node, GRAD)) {
            Py_CLEAR(*odd_field(node, GRAD));  /* an int: nothing runs */
            node->plain |= GRAD;
        }
        node->grad = grad;
        node->id = 0;
        if (index < 0) {
            continue;
        }
        if (ARITY[index] < 0) {
            Py_ssize_t size = inputs_of(node, &inputs);
            for (slot = 0; slot < size; slot++) {
                if (inputs[slot]->code != CONSTANT) {
                    grads[inputs[slot]->id - 1] += upstream * term_partial(index, node->data, inputs[slot]->data);
                }
            }
        }
        else {
            Value *first = node->first, *second = node->count > 1 ? node->second : NULL;
            double b = second == NULL ? 0.0 : second->data;
            if (first->code != CONSTANT) {
                grads[first->id - 1] += upstream * first_partial(index, node->data, first->data, b);
            }
            if (second != NULL && second->code != CONSTANT) {
                grads[second->id - 1] += upstream * second_partial(index, node->data, first->data, b);
            }
        }
    }
    PyMem_Free(grads);
    PyMem_Free(nodes);
    return 1;
}

static PyObject *
value_backward(PyObject *self, PyObject *none)
{
    int done = pass(AS_VALUE(self), EXACT);
    if (done < 0) {
        return NULL;
    }
    if (done) {
        Py_RETURN_NONE;
    }
    return PyObject_CallOneArg(readable_backward, self);
}

/* `backward(value)`: the same for Values of any class, by the fields alone. Whether it was done. */
static PyObject *
backward(PyObject *module, PyObject *value)
{
    int done;
    if (!PyObject_TypeCheck(value, value_type)) {
        return PyErr_Format(PyExc_TypeError, "backward() needs a Value");
    }
    done = pass(AS_VALUE(value), FIELDS);
    return done < 0 ? NULL : PyBool_FromLong(done);
}

static void
free_all(PyObject **things, Py_ssize_t count)
{
    Py_ssize_t i;
    if (things != NULL) {
        for (i = 0; i < count; i++) {
            Py_XDECREF(things[i]);
        }
        PyMem_Free(things);
    }
}

/* A tuple of these, whose references it takes over. */
static PyObject *
as_tuple(PyObject **things, Py_ssize_t count)
{
    PyObject *made = PyTuple_New(count);
    Py_ssize_t i;
    for (i = 0; made != NULL && i < count; i++) {
        PyTuple_SET_ITEM(made, i, things[i]);
        things[i] = NULL;
    }
    return made;
}

/* The nodes under a Value in order, as new references, with their ids reset. */
static Py_ssize_t
taken_in_order(PyObject *output, PyObject ***nodes)
{
    Value **found;
    Py_ssize_t count, i;
    if (!PyObject_TypeCheck(output, value_type)) {
        return 0;
    }
    count = in_order(AS_VALUE(output), &found, READ);
    for (i = 0; i < count; i++) {
        Py_INCREF(found[i]);
    }
    *nodes = (PyObject **)found;
    return count;
}

/* `ordered(output)`: the nodes as a list; None if it has to be read elsewhere. */
static PyObject *
ordered(PyObject *module, PyObject *output)
{
    PyObject **nodes, *made;
    Py_ssize_t count = taken_in_order(output, &nodes), i;
    if (count < 0) {
        return NULL;
    }
    if (count == 0) {
        Py_RETURN_NONE;
    }
    for (i = 0; i < count; i++) {
        AS_VALUE(nodes[i])->id = 0;
    }
    made = PyList_New(count);
    for (i = 0; made != NULL && i < count; i++) {
        PyList_SET_ITEM(made, i, Py_NewRef(nodes[i]));
    }
    free_all(nodes, count);
    return made;
}

/* `read(output)`: nodes, ops, inputs as ids, labels and groups, as engine/graph.py reads them; None if it has
   to. All of it is taken before the first object is made, because making one may run other code. */
static PyObject *
read_graph(PyObject *module, PyObject *output)
{
    PyObject **nodes, **parts[5] = {NULL}, *tuples[5] = {NULL}, **numbers = NULL, *made = NULL;
    uint32_t *ids = NULL;
    Value **inputs;
    Py_ssize_t count = taken_in_order(output, &nodes), all = 0, at = 0, i, slot, size;
    if (count < 0) {
        return NULL;
    }
    if (count == 0) {
        Py_RETURN_NONE;
    }
    enum { NODES, OPS_OF, INPUTS_OF, LABELS, GROUPS, PARTS };
    parts[NODES] = nodes;
    for (i = 0; i < count; i++) {
        all += inputs_of(AS_VALUE(nodes[i]), &inputs);
    }
    ids = PyMem_New(uint32_t, all + count);
    numbers = PyMem_Calloc((size_t)count, sizeof(PyObject *));
    for (i = OPS_OF; i < PARTS; i++) {
        parts[i] = PyMem_Calloc((size_t)count, sizeof(PyObject *));
    }
    for (i = 0; ids != NULL && i < count; i++) {
        size = inputs_of(AS_VALUE(nodes[i]), &inputs);
        ids[at++] = (uint32_t)size;
        for (slot = 0; slot < size; slot++) {
            ids[at++] = inputs[slot]->id - 1;
        }
    }
    for (i = 0; i < count; i++) {
        AS_VALUE(nodes[i])->id = 0;
    }
    if (ids == NULL || numbers == NULL || parts[OPS_OF] == NULL || parts[INPUTS_OF] == NULL
        || parts[LABELS] == NULL || parts[GROUPS] == NULL) {
        PyErr_NoMemory();
        goto done;
    }
    for (i = 0; i < count; i++) {
        Value *node = AS_VALUE(nodes[i]);
        parts[OPS_OF][i] = Py_NewRef(HAS(node, OP) ? ops[node->code] : node->odd->op);
        if (has_own(Py_TYPE(node), OF_LABEL)) {
            parts[LABELS][i] = Py_NewRef(HAS(node, LABEL) ? empty : node->label);
        }
        if (has_own(Py_TYPE(node), OF_GROUP)) {
            parts[GROUPS][i] = Py_NewRef(HAS(node, GROUP) ? empty : node->group);
        }
    }
    for (i = 0; i < count; i++) {
        numbers[i] = PyLong_FromSsize_t(i);
        if (numbers[i] == NULL) {
            goto done;
        }
    }
    for (i = at = 0; i < count; i++) {
        PyObject *each = PyTuple_New(ids[at]);
        if (each == NULL) {
            goto done;
        }
        size = ids[at++];
        for (slot = 0; slot < size; slot++) {
            PyTuple_SET_ITEM(each, slot, Py_NewRef(numbers[ids[at++]]));
        }
        parts[INPUTS_OF][i] = each;
    }
    for (i = 0; i < count; i++) {  /* those of a class that reads them its own way */
        if (parts[LABELS][i] == NULL && (parts[LABELS][i] = PyObject_GetAttrString(nodes[i], "label")) == NULL) {
            goto done;
        }
        if (parts[GROUPS][i] == NULL && (parts[GROUPS][i] = PyObject_GetAttrString(nodes[i], "group")) == NULL) {
            goto done;
        }
    }
    for (i = NODES; i < PARTS; i++) {
        tuples[i] = as_tuple(parts[i], count);
        if (tuples[i] == NULL) {
            goto done;
        }
    }
    made = PyTuple_Pack(PARTS, tuples[0], tuples[1], tuples[2], tuples[3], tuples[4]);

done:
    for (i = NODES; i < PARTS; i++) {
        free_all(parts[i], count);
        Py_XDECREF(tuples[i]);
    }
    free_all(numbers, count);
    PyMem_Free(ids);
    return made;
}

/* -- the type --------------------------------------------------------------------------------------------- */

static int
value_init(PyObject *self, PyObject *arguments, PyObject *words)
{
    PyObject *all, *done = NULL;
    Py_ssize_t size = PyTuple_GET_SIZE(arguments), i;
    all = PyTuple_New(size + 1);
    if (all != NULL) {
        PyTuple_SET_ITEM(all, 0, Py_NewRef(self));
        for (i = 0; i < size; i++) {
            PyTuple_SET_ITEM(all, i + 1, Py_NewRef(PyTuple_GET_ITEM(arguments, i)));
        }
        done = PyObject_Call(readable_init, all, words);
        Py_DECREF(all);
    }
    Py_XDECREF(done);
    return done == NULL ? -1 : 0;
}

/* `Value(data)`, `Value(data, label)`, `Value(data, label="a", group="b")`. */
static PyObject *
value_vectorcall(PyObject *type, PyObject *const *arguments, size_t flags, PyObject *words)
{
    Py_ssize_t size = PyVectorcall_NARGS(flags), named = words == NULL ? 0 : PyTuple_GET_SIZE(words), i;
    PyObject *label = size > 1 ? arguments[1] : NULL, *group = size > 2 ? arguments[2] : NULL, *made;
    double number;
    int usual = size >= 1 && size <= 3 && as_double(arguments[0], &number);

    for (i = 0; i < named && usual; i++) {
        PyObject *word = PyTuple_GET_ITEM(words, i);
        if (label == NULL && PyUnicode_CompareWithASCIIString(word, "label") == 0) {
            label = arguments[size + i];
        }
        else if (group == NULL && PyUnicode_CompareWithASCIIString(word, "group") == 0) {
            group = arguments[size + i];
        }
        else {
            usual = 0;
        }
    }
    if (usual) {
        made = (PyObject *)blank(LEAF, number);
        if (made != NULL && ((label != NULL && set_label(made, label, NULL) < 0)
                             || (group != NULL && set_group(made, group, NULL) < 0))) {
            Py_CLEAR(made);
        }
        return made;
    }
    made = value_type->tp_alloc(value_type, 0);
    if (made != NULL) {
        PyObject **all = PyMem_New(PyObject *, size + named + 1), *done = NULL;
        if (all == NULL) {
            PyErr_NoMemory();
        }
        else {
            all[0] = made;
            for (i = 0; i < size + named; i++) {
                all[i + 1] = arguments[i];
            }
            done = PyObject_Vectorcall(readable_init, all, (size_t)size + 1, words);
            PyMem_Free(all);
        }
        if (done == NULL) {
            Py_CLEAR(made);
        }
        Py_XDECREF(done);
    }
    return made;
}

#define ENTRY_1(index, word) {#word, method_##word, METH_NOARGS, NULL},
#define ENTRY_2(index, word) {#word, method_##word, METH_O, NULL},
static PyMethodDef value_methods[] = {
    METHODS_OF_ONE(ENTRY_1)
    METHODS_OF_TWO(ENTRY_2)
    {"backward", value_backward, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_alloc, value_alloc},
    {Py_tp_clear, value_clear},
    {Py_tp_dealloc, value_dealloc},
    {Py_tp_getset, attributes},
    {Py_tp_init, value_init},
    {Py_tp_methods, value_methods},
    {Py_tp_traverse, value_traverse},
    {Py_nb_absolute, nb_absolute},
    {Py_nb_add, nb_add},
    {Py_nb_multiply, nb_multiply},
    {Py_nb_negative, nb_negative},
    {Py_nb_positive, nb_positive},
    {Py_nb_power, nb_power},
    {Py_nb_subtract, nb_subtract},
    {Py_nb_true_divide, nb_true_divide},
    {0, NULL},
};

static PyType_Spec spec = {
    .name = "engine.value.Value",
    .basicsize = sizeof(Value),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_HAVE_GC,
    .slots = slots,
};

#include "own.c"

/* -- the module ------------------------------------------------------------------------------------------- */

static int
take(PyObject *things, PyObject **into)
{
    Py_ssize_t i;
    if (!PyTuple_CheckExact(things) || PyTuple_GET_SIZE(things) != FIRST_OP + OPS) {
        PyErr_SetString(PyExc_TypeError, "connect() needs one of each for every code");
        return -1;
    }
    for (i = 0; i < FIRST_OP + OPS; i++) {
        Py_XSETREF(into[i], Py_NewRef(PyTuple_GET_ITEM(things, i)));
    }
    return 0;
}

static PyObject *
connect(PyObject *module, PyObject *arguments)
{
    PyObject *by_code[4], *init, *backward, *others_apply, *others_total;
    if (!PyArg_ParseTuple(arguments, "OOOOOOOO", &by_code[0], &by_code[1], &by_code[2], &by_code[3], &init,
                          &backward, &others_apply, &others_total)) {
        return NULL;
    }
    if (take(by_code[0], ops) < 0 || take(by_code[1], operators) < 0 || take(by_code[2], reflected) < 0
        || take(by_code[3], methods) < 0) {
        return NULL;
    }
    Py_XSETREF(readable_init, Py_NewRef(init));
    Py_XSETREF(readable_backward, Py_NewRef(backward));
    Py_XSETREF(readable_apply, Py_NewRef(others_apply));
    Py_XSETREF(readable_total, Py_NewRef(others_total));
    Py_RETURN_NONE;
}

static PyMethodDef functions[] = {
    {"apply", (PyCFunction)(void (*)(void))apply, METH_FASTCALL, NULL},
    {"backward", backward, METH_O, NULL},
    {"connect", connect, METH_VARARGS, NULL},
    {"ordered", ordered, METH_O, NULL},
    {"own_alive", own_alive, METH_NOARGS, NULL},
    {"own_differs", own_differs, METH_NOARGS, NULL},
    {"own_end", own_end, METH_NOARGS, NULL},
    {"own_engine", own_engine, METH_VARARGS, NULL},
    {"own_last", own_last, METH_NOARGS, NULL},
    {"read", read_graph, METH_O, NULL},
    {"total", (PyCFunction)(void (*)(void))total, METH_FASTCALL | METH_KEYWORDS, NULL},
    {NULL, NULL, 0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "_value",
    .m_size = -1,
    .m_methods = functions,
};

PyMODINIT_FUNC
PyInit__value(void)
{
    PyObject *module = NULL, *names = NULL, *name = NULL;
    int i;
    if (value_type != NULL) {
        PyErr_SetString(PyExc_ImportError, "engine.core can be loaded once in a process");
        return NULL;
    }
    module = PyModule_Create(&definition);
    empty = PyUnicode_InternFromString("");
    name = PyUnicode_FromString("Value");
    names = PyTuple_New(OPS);
    value_type = (PyTypeObject *)PyType_FromSpec(&spec);
    if (module == NULL || empty == NULL || name == NULL || names == NULL || value_type == NULL) {
        goto failed;
    }
    for (i = 0; i < OPS; i++) {
        PyObject *each = PyUnicode_FromString(NAMES[i]);
        if (each == NULL) {
            goto failed;
        }
        PyTuple_SET_ITEM(names, i, each);
    }
    for (i = 0; i < ATTRIBUTES; i++) {
        attribute_names[i] = PyUnicode_InternFromString(ATTRIBUTE_NAMES[i]);
        descriptors[i] = attribute_names[i] == NULL ? NULL : _PyType_Lookup(value_type, attribute_names[i]);
        if (descriptors[i] == NULL) {
            goto failed;
        }
        Py_INCREF(descriptors[i]);
    }
    value_type->tp_vectorcall = value_vectorcall;
    /* In errors it is called so, without a module. */
    if (PyObject_SetAttrString((PyObject *)value_type, "__name__", name) < 0
        || PyModule_AddObjectRef(module, "Value", (PyObject *)value_type) < 0
        || PyModule_AddObjectRef(module, "NAMES", names) < 0
        || PyModule_AddStringConstant(module, "MADE_FROM", MADE_FROM) < 0) {
        goto failed;
    }
    differs_error = PyErr_NewException("engine.core.Differs", PyExc_BaseException, NULL);
    if (differs_error == NULL || PyModule_AddObjectRef(module, "Differs", differs_error) < 0) {
        goto failed;
    }
    Py_DECREF(names);
    Py_DECREF(name);
    return module;

failed:
    Py_XDECREF(names);
    Py_XDECREF(name);
    Py_XDECREF(module);
    return NULL;
}
