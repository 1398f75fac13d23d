/* The class of a program's own engine in C, where `engine.foreign.own.plan` could read it: an operation is a
   short program over doubles, written from the class's own expressions, and so are its partials. Each does
   what Python does, to the last bit, ints included. What Python would do otherwise (raise, turn complex, pass
   2**53, see an attribute that is not here) is not done at all: `differs` says so, and the program has to run
   with its class as it is written. Part of value.c. */

enum {
    SELF, OTHER, CONST, LOAD, STORE, ADD, SUB, MUL, DIV, POW, NEG, EXP, LOG, TANH, SQRT, SIN, COS, MAX, MIN,
    GT, GE, LT, LE, SELECT, FLOAT, TOP
};
enum { CODE_SIZE = 48, DEEP = 12, LOCALS = 4, OWN_OPS = 24, BINARY = 3 };

typedef struct { double number; uint8_t is_int; } Number;
typedef struct { uint8_t code[CODE_SIZE]; Number consts[CODE_SIZE]; int length; } Expression;
/* wraps: a plain number becomes an object of its own first. */
typedef struct {
    Expression body, partials[2];
    int count;
    PyObject *method;  /* its code */
} OwnOp;

typedef struct Own {
    PyObject_HEAD
    double data, grad;
    Number partials[2];
    struct Own *inputs[2];
    struct Own *next, *before;  /* of all that are alive; then of those that are to be freed */
    uint32_t mark;
    uint8_t count, data_is_int, grad_is_int;
} Own;

static struct {
    PyTypeObject *type;
    OwnOp ops[OWN_OPS];
    int by_value[BINARY], by_number[BINARY], wraps[BINARY], reflects[BINARY], unary[OWN_OPS];
    int is_recursive, seed_is_int, grad_is_int, keeps_float;
    PyObject *flat, *stack, *here, *full, *inside, *globals, *differs, *last;
    Py_ssize_t room;
} own;
static PyObject *differs_error;
static Own *own_pending, *own_newest;
static int own_freeing;
static uint32_t own_epoch;

#define AS_OWN(thing) ((Own *)(thing))
#define IS_OWN(thing) Py_IS_TYPE(thing, own.type)
#define EXACT 9007199254740992.0

/* Says that Python would do something else, and ends the program. */
static PyObject *
differ(const char *why)
{
    if (own.differs == NULL) {
        own.differs = PyUnicode_FromString(why);
    }
    PyErr_Clear();
    PyErr_SetString(differs_error, why);
    return NULL;
}

/* Whether the program itself asks, and not what reads its objects. */
static int
is_programs(void)
{
    return own.globals != NULL && PyEval_GetGlobals() == own.globals;
}

static int
number_of(PyObject *thing, Number *into)
{
    if (PyFloat_CheckExact(thing)) {
        into->number = PyFloat_AS_DOUBLE(thing);
        into->is_int = 0;
    }
    else if (PyLong_CheckExact(thing)) {
        into->number = PyLong_AsDouble(thing);
        into->is_int = 1;
        if (into->number == -1.0 && PyErr_Occurred()) {
            PyErr_Clear();
            return -1;
        }
    }
    else {
        return -1;
    }
    return fabs(into->number) < EXACT || (!into->is_int && isfinite(into->number)) ? 0 : -1;
}

static PyObject *
python_number(double number, int is_int)
{
    return is_int ? PyLong_FromDouble(number) : PyFloat_FromDouble(number);
}

/* What an expression comes to; -1 where Python would do something else. */
static int
computed(const Expression *all, Number self, Number other, Number *locals, Number *into)
{
    Number stack[DEEP], *top = stack, *b;
    int at;
    for (at = 0; at < all->length; at++) {
        int code = all->code[at];
        switch (code) {
        case SELF: *top++ = self; continue;
        case OTHER: *top++ = other; continue;
        case CONST: *top++ = all->consts[at]; continue;
        case LOAD: *top++ = locals[(int)all->consts[at].number]; continue;
        case STORE: locals[(int)all->consts[at].number] = *--top; continue;
        case NEG:
            if (top[-1].is_int && top[-1].number == 0.0) {
                continue;
            }
            top[-1].number = -top[-1].number;
            continue;
        case FLOAT: top[-1].is_int = 0; continue;
        case EXP: top[-1].number = exp(top[-1].number); break;
        case TANH: top[-1].number = tanh(top[-1].number); break;
        case SIN: top[-1].number = sin(top[-1].number); break;
        case COS: top[-1].number = cos(top[-1].number); break;
        case LOG: case SQRT:
            if (!(top[-1].number > 0.0)) {
                return -1;
            }
            top[-1].number = code == LOG ? log(top[-1].number) : sqrt(top[-1].number);
            break;
        case SELECT:  /* what is chosen, the condition, the other */
            top -= 2;
            top[-1] = top[0].number != 0.0 ? top[-1] : top[1];
            continue;
        default:
            b = --top;
            switch (code) {
            case ADD: top[-1].number += b->number; break;
            case SUB: top[-1].number -= b->number; break;
            case MUL: top[-1].number *= b->number; break;
            case DIV:
                if (b->number == 0.0) {
                    return -1;
                }
                top[-1].number /= b->number;
                top[-1].is_int = b->is_int = 0;
                break;
            case POW:
                if ((top[-1].is_int && b->is_int) || top[-1].number == 0.0
                    || (top[-1].number < 0.0 && b->number != floor(b->number))) {
                    return -1;
                }
                top[-1].number = pow(top[-1].number, b->number);
                top[-1].is_int = b->is_int = 0;
                break;
            case MAX: if (b->number > top[-1].number) { top[-1] = *b; } continue;
            case MIN: if (b->number < top[-1].number) { top[-1] = *b; } continue;
            case GT: top[-1].number = top[-1].number > b->number; goto compared;
            case GE: top[-1].number = top[-1].number >= b->number; goto compared;
            case LT: top[-1].number = top[-1].number < b->number; goto compared;
            case LE: top[-1].number = top[-1].number <= b->number;
            compared:
                top[-1].is_int = 1;
                continue;
            default: return -1;
            }
            top[-1].is_int &= b->is_int;
            if (top[-1].is_int && top[-1].number == 0.0) {
                top[-1].number = 0.0;  /* an int has no sign of its zero */
            }
            if (!isfinite(top[-1].number)
                || (top[-1].is_int && !(fabs(top[-1].number) < EXACT))) {
                return -1;
            }
            continue;
        }
        top[-1].is_int = 0;
        if (!isfinite(top[-1].number)) {
            return -1;
        }
    }
    if (top != stack) {
        *into = top[-1];
    }
    return 0;
}

/* -- where it was made ------------------------------------------------------------------------------------ */

static int
note(Own *made, PyObject *method)
{
    PyFrameObject *frame = PyEval_GetFrame(), *outer = NULL;
    PyCodeObject *code = NULL;
    PyObject *inner = method == NULL ? Py_None : method, *fields[5], *top;
    Py_ssize_t size, i;
    int at, failed = 0;
    Py_XINCREF(frame);
    while (frame != NULL) {
        code = PyFrame_GetCode(frame);
        int is_inside = 0;
        for (i = 0; i < PyTuple_GET_SIZE(own.inside); i++) {
            is_inside |= PyTuple_GET_ITEM(own.inside, i) == (PyObject *)code;
        }
        if (!is_inside) {
            break;
        }
        if (inner == Py_None) {
            inner = (PyObject *)code;  /* kept by `inside` */
        }
        Py_CLEAR(code);
        outer = PyFrame_GetBack(frame);
        Py_SETREF(frame, outer);
    }
    at = frame == NULL ? 0 : PyFrame_GetLasti(frame);
    Py_XDECREF(frame);
    top = PyList_GET_ITEM(own.stack, PyList_GET_SIZE(own.stack) - 1);
    fields[0] = PyLong_FromVoidPtr(made);
    fields[1] = code == NULL ? Py_NewRef(Py_None) : (PyObject *)code;
    fields[2] = PyLong_FromLong(at);
    fields[3] = Py_NewRef(inner);
    size = PySequence_Size(top);
    fields[4] = size > 1 ? PySequence_GetItem(top, 1) : PyObject_CallNoArgs(own.here);
    for (i = 0; i < 5; i++) {
        if (fields[i] == NULL || PyList_Append(own.flat, fields[i]) < 0) {
            failed = 1;
        }
        Py_XDECREF(fields[i]);
    }
    Py_XSETREF(own.last, Py_NewRef((PyObject *)made));
    if (!failed && PyList_GET_SIZE(own.flat) > own.room) {
        PyObject *next = PyObject_CallOneArg(own.full, (PyObject *)made);
        if (next == NULL) {
            return -1;
        }
        own.room = PyLong_AsSsize_t(next);
        Py_DECREF(next);
    }
    return failed || PyErr_Occurred() ? -1 : 0;
}

static Own *
own_blank(Number data)
{
    Own *made = PyObject_New(Own, own.type);
    if (made != NULL) {
        made->data = data.number;
        made->data_is_int = data.is_int && !own.keeps_float;
        made->grad = 0.0;
        made->grad_is_int = (uint8_t)own.grad_is_int;
        made->inputs[0] = made->inputs[1] = NULL;
        made->mark = 0;
        made->count = 0;
        made->before = own_newest;
        made->next = NULL;
        if (own_newest != NULL) {
            own_newest->next = made;
        }
        own_newest = made;
    }
    return made;
}

static PyObject *
own_leaf(Number data, PyObject *method)
{
    Own *made = own_blank(data);
    if (made != NULL && note(made, method) < 0) {
        Py_CLEAR(made);
    }
    return (PyObject *)made;
}

static PyObject *
own_new(PyTypeObject *type, PyObject *arguments, PyObject *words)
{
    Number data;
    if (PyTuple_GET_SIZE(arguments) != 1 || (words != NULL && PyDict_GET_SIZE(words))
        || number_of(PyTuple_GET_ITEM(arguments, 0), &data) < 0) {
        return differ("An object is made of something else than a number.");
    }
    return own_leaf(data, NULL);
}

/* One op of it. second: NULL where the other is a plain number. */
static PyObject *
own_made(OwnOp *op, Own *first, Own *second, Number other)
{
    Number self = {first->data, first->data_is_int}, locals[LOCALS] = {{0.0, 0}}, data;
    Own *made;
    int slot;
    if (second != NULL) {
        other.number = second->data;
        other.is_int = second->data_is_int;
    }
    if (computed(&op->body, self, other, locals, &data) < 0) {
        return differ("Python would raise, or come to something else than a finite number.");
    }
    made = own_blank(data);
    if (made == NULL) {
        return NULL;
    }
    for (slot = 0; slot < op->count; slot++) {
        Own *input = slot == 0 ? first : second;
        if (computed(&op->partials[slot], self, other, locals, &made->partials[slot]) < 0) {
            Py_DECREF(made);
            return differ("A partial is not a finite number.");
        }
        made->inputs[slot] = AS_OWN(Py_NewRef((PyObject *)input));
        made->count++;
    }
    if (note(made, op->method) < 0) {
        Py_CLEAR(made);
    }
    return (PyObject *)made;
}

static PyObject *
own_binary(int which, PyObject *left, PyObject *right)
{
    Number other = {0.0, 0};
    PyObject *wrapped, *made;
    int is_reflected = !IS_OWN(left);
    PyObject *self = is_reflected ? right : left, *thing = is_reflected ? left : right;
    if (own.differs != NULL) {
        return differ("");
    }
    if (is_reflected && !own.reflects[which]) {
        Py_RETURN_NOTIMPLEMENTED;
    }
    if (IS_OWN(thing)) {
        int op = own.by_value[which];
        return op < 0 ? differ("An operator is used on two objects that it is not for.")
            : own_made(&own.ops[op], AS_OWN(self), AS_OWN(thing), other);
    }
    if (number_of(thing, &other) < 0) {
        return differ("An operator is used on something else than a number.");
    }
    if (!own.wraps[which]) {
        int op = own.by_number[which];
        return op < 0 ? differ("An operator is used on a number, for which it is not.")
            : own_made(&own.ops[op], AS_OWN(self), NULL, other);
    }
    wrapped = own_leaf(other, own.ops[own.by_value[which]].method);
    if (wrapped == NULL) {
        return NULL;
    }
    made = own_made(&own.ops[own.by_value[which]], AS_OWN(self), AS_OWN(wrapped), other);
    Py_DECREF(wrapped);
    return made;
}

static PyObject *own_add(PyObject *left, PyObject *right) { return own_binary(0, left, right); }
static PyObject *own_multiply(PyObject *left, PyObject *right) { return own_binary(1, left, right); }
static PyObject *
own_power(PyObject *left, PyObject *right, PyObject *modulo)
{
    return modulo != Py_None ? differ("`pow` is used with three numbers.") : own_binary(2, left, right);
}

static PyObject *
own_unary(int which, PyObject *self)
{
    Number nothing = {0.0, 0};
    if (own.differs != NULL) {
        return differ("");
    }
    return own_made(&own.ops[own.unary[which]], AS_OWN(self), NULL, nothing);
}

#define UNARY(n) static PyObject *own_unary_##n(PyObject *self, PyObject *_) { return own_unary(n, self); }
UNARY(0) UNARY(1) UNARY(2) UNARY(3) UNARY(4) UNARY(5) UNARY(6) UNARY(7) UNARY(8) UNARY(9)
enum { UNARIES = 10 };
static PyMethodDef own_unaries[UNARIES] = {
    {NULL, own_unary_0, METH_NOARGS, NULL}, {NULL, own_unary_1, METH_NOARGS, NULL},
    {NULL, own_unary_2, METH_NOARGS, NULL}, {NULL, own_unary_3, METH_NOARGS, NULL},
    {NULL, own_unary_4, METH_NOARGS, NULL}, {NULL, own_unary_5, METH_NOARGS, NULL},
    {NULL, own_unary_6, METH_NOARGS, NULL}, {NULL, own_unary_7, METH_NOARGS, NULL},
    {NULL, own_unary_8, METH_NOARGS, NULL}, {NULL, own_unary_9, METH_NOARGS, NULL},
};

/* -- the pass --------------------------------------------------------------------------------------------- */

static Py_ssize_t
frames_open(void)
{
    PyFrameObject *frame = PyEval_GetFrame();
    Py_ssize_t count = 0;
    Py_XINCREF(frame);
    while (frame != NULL) {
        PyFrameObject *outer = PyFrame_GetBack(frame);
        Py_SETREF(frame, outer);
        count++;
    }
    return count;
}

typedef struct { Own *node; int slot; } Visit;

static PyObject *
own_backward(PyObject *self, PyObject *_)
{
    Visit *path = NULL;
    Own **order = NULL;
    Py_ssize_t deep = 0, room = 256, count = 0, space = 1024, deepest = PY_SSIZE_T_MAX, i;
    uint32_t epoch = ++own_epoch;
    const char *why = NULL;
    if (own.differs != NULL) {
        return differ("");
    }
    if (own.is_recursive) {
        deepest = Py_GetRecursionLimit() - frames_open() - 60;
    }
    path = PyMem_New(Visit, room);
    order = PyMem_New(Own *, space);
    if (path == NULL || order == NULL) {
        goto memory;
    }
    path[deep++] = (Visit){AS_OWN(self), 0};
    AS_OWN(self)->mark = epoch;
    while (deep) {
        Visit *top = &path[deep - 1];
        if (top->slot < top->node->count) {
            Own *ahead = top->node->inputs[top->slot++];
            if (ahead->mark == epoch) {
                continue;
            }
            ahead->mark = epoch;
            if (deep > deepest) {
                why = "The graph is so deep that Python might run out of stack.";
                goto done;
            }
            if (deep == room) {
                Visit *more = PyMem_Resize(path, Visit, room * 2);
                if (more == NULL) {
                    goto memory;
                }
                room *= 2;
            }
            path[deep++] = (Visit){ahead, 0};
            continue;
        }
        if (count == space) {
            Own **more = PyMem_Resize(order, Own *, space * 2);
            if (more == NULL) {
                goto memory;
            }
            space *= 2;
        }
        order[count++] = path[--deep].node;
    }
    AS_OWN(self)->grad = 1.0;
    AS_OWN(self)->grad_is_int = (uint8_t)own.seed_is_int;
    for (i = count - 1; i >= 0; i--) {
        Own *node = order[i];
        int slot;
        for (slot = 0; slot < node->count; slot++) {
            Own *input = node->inputs[slot];
            int is_int = node->partials[slot].is_int & node->grad_is_int;
            double share = node->partials[slot].number * node->grad;
            input->grad += share;
            input->grad_is_int &= is_int;
            if (!isfinite(input->grad)
                || (is_int && !(fabs(share) < EXACT && fabs(input->grad) < EXACT))) {
                why = "A grad is not a finite number.";
                goto done;
            }
        }
    }
done:
    PyMem_Free(path);
    PyMem_Free(order);
    if (why != NULL) {
        return differ(why);
    }
    Py_RETURN_NONE;
memory:
    PyMem_Free(path);
    PyMem_Free(order);
    return PyErr_NoMemory();
}

/* -- what an object is ------------------------------------------------------------------------------------ */

static void
own_dealloc(PyObject *self)
{
    Own *dead = AS_OWN(self);
    if (dead->next != NULL) {
        dead->next->before = dead->before;
    }
    else {
        own_newest = dead->before;
    }
    if (dead->before != NULL) {
        dead->before->next = dead->next;
    }
    dead->next = own_pending;
    own_pending = dead;
    if (own_freeing) {
        return;
    }
    own_freeing = 1;
    while (own_pending != NULL) {
        Own *freed = own_pending;
        PyTypeObject *type = Py_TYPE(freed);
        own_pending = freed->next;
        Py_XDECREF(freed->inputs[0]);
        Py_XDECREF(freed->inputs[1]);
        PyObject_Free(freed);
        Py_DECREF(type);
    }
    own_freeing = 0;
}

static PyObject *
own_get_data(PyObject *self, void *_)
{
    return python_number(AS_OWN(self)->data, AS_OWN(self)->data_is_int);
}

static PyObject *
own_get_grad(PyObject *self, void *_)
{
    return python_number(AS_OWN(self)->grad, AS_OWN(self)->grad_is_int);
}

static int
own_set(PyObject *thing, double *number, uint8_t *is_int)
{
    Number given;
    if (thing == NULL || number_of(thing, &given) < 0) {
        differ("An attribute is set to something else than a number.");
        return -1;
    }
    *number = given.number;
    *is_int = given.is_int;
    return 0;
}

static int
own_set_data(PyObject *self, PyObject *thing, void *_)
{
    return own_set(thing, &AS_OWN(self)->data, &AS_OWN(self)->data_is_int);
}

static int
own_set_grad(PyObject *self, PyObject *thing, void *_)
{
    return own_set(thing, &AS_OWN(self)->grad, &AS_OWN(self)->grad_is_int);
}

static PyObject *
own_get_inputs(PyObject *self, void *_)
{
    PyObject *found = PyTuple_New(AS_OWN(self)->count);
    int slot;
    for (slot = 0; found != NULL && slot < AS_OWN(self)->count; slot++) {
        PyTuple_SET_ITEM(found, slot, Py_NewRef((PyObject *)AS_OWN(self)->inputs[slot]));
    }
    return found;
}

static PyObject *
own_get_partials(PyObject *self, void *_)
{
    PyObject *found = PyTuple_New(AS_OWN(self)->count);
    int slot;
    for (slot = 0; found != NULL && slot < AS_OWN(self)->count; slot++) {
        Number partial = AS_OWN(self)->partials[slot];
        PyObject *number = python_number(partial.number, partial.is_int);
        if (number == NULL) {
            Py_CLEAR(found);
            break;
        }
        PyTuple_SET_ITEM(found, slot, number);
    }
    return found;
}

static PyObject *
own_getattro(PyObject *self, PyObject *name)
{
    PyObject *found = PyObject_GenericGetAttr(self, name);
    if (found == NULL && is_programs()) {
        return differ("An attribute is read that the class does not have.");
    }
    return found;
}

static int
own_setattro(PyObject *self, PyObject *name, PyObject *thing)
{
    int failed = PyObject_GenericSetAttr(self, name, thing);
    if (failed < 0 && is_programs()) {
        differ("An attribute is set that the class does not have.");
    }
    return failed;
}

static PyObject *
own_repr(PyObject *self)
{
    if (own.globals != NULL) {
        return differ("An object is printed that has no text of its own.");
    }
    return PyUnicode_FromFormat("<%s object>", Py_TYPE(self)->tp_name);
}

static PyGetSetDef own_fields[] = {
    {"data", own_get_data, own_set_data, NULL, NULL},
    {"grad", own_get_grad, own_set_grad, NULL, NULL},
    {NULL, own_get_inputs, NULL, NULL, NULL},
    {NULL, own_get_partials, NULL, NULL, NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyMethodDef own_methods[] = {
    {"backward", own_backward, METH_NOARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot own_slots[] = {
    {Py_tp_new, own_new},
    {Py_tp_dealloc, own_dealloc},
    {Py_tp_getattro, own_getattro},
    {Py_tp_setattro, own_setattro},
    {Py_tp_repr, own_repr},
    {Py_tp_getset, own_fields},
    {Py_tp_methods, own_methods},
    {Py_nb_add, own_add},
    {Py_nb_multiply, own_multiply},
    {Py_nb_power, own_power},
    {0, NULL},
};

/* -- making the type -------------------------------------------------------------------------------------- */

/* [(code, number, is_int), …] */
static int
read_expression(PyObject *list, Expression *into)
{
    Py_ssize_t i, size = PyList_Check(list) ? PyList_GET_SIZE(list) : CODE_SIZE + 1;
    int deep = 0, most = 0;
    if (size > CODE_SIZE) {
        PyErr_SetString(PyExc_ValueError, "an expression is too long");
        return -1;
    }
    for (i = 0; i < size; i++) {
        int code, is_int;
        double number;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(list, i), "idp", &code, &number, &is_int)) {
            return -1;
        }
        if (code < 0 || code >= TOP || ((code == LOAD || code == STORE) && !(number >= 0 && number < LOCALS))) {
            PyErr_SetString(PyExc_ValueError, "an instruction is not known");
            return -1;
        }
        into->code[i] = (uint8_t)code;
        into->consts[i] = (Number){number, (uint8_t)is_int};
        if (code == STORE) {
            deep--;
        }
        else if (code == SELECT) {
            deep -= 2;
        }
        else if (code <= LOAD) {
            deep++;
        }
        else if (!(code == NEG || code == FLOAT || (code >= EXP && code <= COS))) {
            deep--;
        }
        most = deep > most ? deep : most;
        if (deep < (code == STORE ? 0 : 1) || most > DEEP) {
            PyErr_SetString(PyExc_ValueError, "an expression needs too many numbers at a time");
            return -1;
        }
    }
    into->length = (int)size;
    return 0;
}

/* own_engine(name, module, inputs, partials, ops, binary, unary, flags, hooks): the type.
   ops: [(body, [partial, …], code), …]; binary: three (by value, by number, wraps, reflects);
   unary: {name: op}; flags: (recursive, seed is int, grad is int, keeps float);
   hooks: (flat, stack, here, full, room, inside, globals). */
static PyObject *
own_engine(PyObject *module, PyObject *arguments)
{
    static char *name = NULL, *fields[2] = {NULL, NULL};
    const char *called, *inputs, *partials;
    PyObject *ops_, *binary, *unary, *key, *value, *type = NULL;
    PyObject *flat, *stack, *here, *full, *inside, *globals;
    Py_ssize_t i, at = 0, room;
    int count = 0;
    PyType_Spec made = {NULL, sizeof(Own), 0, Py_TPFLAGS_DEFAULT, own_slots};
    if (!PyArg_ParseTuple(arguments, "sssO!O!O!(pppp)(O!O!OOnO!O!)", &called, &inputs, &partials,
                          &PyList_Type, &ops_, &PyTuple_Type, &binary, &PyDict_Type, &unary,
                          &own.is_recursive, &own.seed_is_int, &own.grad_is_int, &own.keeps_float,
                          &PyList_Type, &flat, &PyList_Type, &stack, &here, &full, &room,
                          &PyTuple_Type, &inside, &PyDict_Type, &globals)) {
        return NULL;
    }
    if (PyList_GET_SIZE(ops_) > OWN_OPS || PyTuple_GET_SIZE(binary) != BINARY
        || PyDict_GET_SIZE(unary) > UNARIES) {
        PyErr_SetString(PyExc_ValueError, "a class has too many operations");
        return NULL;
    }
    for (i = 0; i < PyList_GET_SIZE(ops_); i++) {
        PyObject *body, *by_slot, *method;
        OwnOp *op = &own.ops[i];
        Py_ssize_t slot;
        if (!PyArg_ParseTuple(PyList_GET_ITEM(ops_, i), "OO!O", &body, &PyList_Type, &by_slot, &method)
            || read_expression(body, &op->body) < 0) {
            return NULL;
        }
        op->count = (int)PyList_GET_SIZE(by_slot);
        if (op->count < 1 || op->count > 2) {
            PyErr_SetString(PyExc_ValueError, "an operation has one input or two");
            return NULL;
        }
        for (slot = 0; slot < op->count; slot++) {
            if (read_expression(PyList_GET_ITEM(by_slot, slot), &op->partials[slot]) < 0) {
                return NULL;
            }
        }
        Py_XSETREF(op->method, Py_NewRef(method));
    }
    for (i = 0; i < BINARY; i++) {
        if (!PyArg_ParseTuple(PyTuple_GET_ITEM(binary, i), "iipp", &own.by_value[i], &own.by_number[i],
                              &own.wraps[i], &own.reflects[i])) {
            return NULL;
        }
    }
    /* Python refers to the names of a type as long as it is there. */
    name = strdup(called);
    fields[0] = strdup(inputs);
    fields[1] = strdup(partials);
    own_fields[2].name = fields[0];
    own_fields[3].name = fields[1];
    made.name = name;
    type = PyType_FromSpec(&made);
    if (type == NULL) {
        return NULL;
    }
    while (PyDict_Next(unary, &at, &key, &value)) {
        PyMethodDef *each = &own_unaries[count];
        PyObject *method;
        each->ml_name = strdup(PyUnicode_AsUTF8(key));
        own.unary[count++] = (int)PyLong_AsLong(value);
        method = PyDescr_NewMethod((PyTypeObject *)type, each);
        if (method == NULL || PyObject_SetAttr(type, key, method) < 0) {
            Py_XDECREF(method);
            Py_DECREF(type);
            return NULL;
        }
        Py_DECREF(method);
    }
    Py_XSETREF(own.type, (PyTypeObject *)Py_NewRef(type));
    Py_XSETREF(own.flat, Py_NewRef(flat));
    Py_XSETREF(own.stack, Py_NewRef(stack));
    Py_XSETREF(own.here, Py_NewRef(here));
    Py_XSETREF(own.full, Py_NewRef(full));
    Py_XSETREF(own.inside, Py_NewRef(inside));
    Py_XSETREF(own.globals, Py_NewRef(globals));
    Py_CLEAR(own.differs);
    Py_CLEAR(own.last);
    own.room = room;
    return type;
}

static PyObject *
own_differs(PyObject *module, PyObject *_)
{
    return Py_NewRef(own.differs == NULL ? Py_None : own.differs);
}

static PyObject *
own_last(PyObject *module, PyObject *_)
{
    return Py_NewRef(own.last == NULL ? Py_None : own.last);
}

/* All that are there. */
static PyObject *
own_alive(PyObject *module, PyObject *_)
{
    PyObject *found = PyList_New(0);
    Own *each = own_newest;
    for (; found != NULL && each != NULL; each = each->before) {
        if (IS_OWN(each) && PyList_Append(found, (PyObject *)each) < 0) {
            Py_CLEAR(found);
        }
    }
    return found;
}

/* The program has ended: what is asked from now on is not asked by it. */
static PyObject *
own_end(PyObject *module, PyObject *_)
{
    Py_CLEAR(own.globals);
    Py_RETURN_NONE;
}
